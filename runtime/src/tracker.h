// Where each object of a tracked pool is; see settings::track.
#ifndef POOL_SRC_TRACKER_H
#define POOL_SRC_TRACKER_H

#include <mutex>
#include <unordered_map>

#include "pool/detail/tracking.h"

namespace pool::detail {

// Whether POOL_DEBUG asks for it in all pools.
[[nodiscard]] bool tracks_all_pools() noexcept;

class tracker {
 public:
  enum class place : bool { idle, out };

  // As tracking::enter. `name`: of the pool.
  void enter(const char* name, void* object, life_event what) noexcept;
  // Tells on standard error how many objects are out, if any.
  void report_leaks(const char* name) noexcept;

  std::mutex lock;
  std::unordered_map<void*, place> objects;  // under lock
};

}  // namespace pool::detail

#endif
