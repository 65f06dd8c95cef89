// Where each object of a tracked pool is; see settings::track.
#ifndef POOL_SRC_TRACKER_H
#define POOL_SRC_TRACKER_H

#include <mutex>
#include <unordered_map>

namespace pool::detail {

// Whether POOL_DEBUG asks for it in all pools.
[[nodiscard]] bool tracks_all_pools() noexcept;

class tracker {
 public:
  enum class place : bool { idle, out };

  std::mutex lock;
  std::unordered_map<void*, place> objects;  // under lock
};

}  // namespace pool::detail

#endif
