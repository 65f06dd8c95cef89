// Where each object of a tracked pool is; see settings::track.
#ifndef POOL_SRC_TRACKER_H
#define POOL_SRC_TRACKER_H

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "call_stack.h"
#include "pool/detail/tracking.h"

namespace pool::detail {

// Whether POOL_DEBUG asks for it in all pools.
[[nodiscard]] bool tracks_all_pools() noexcept;

class tracker {
 public:
  explicit tracker(const char* name);  // of the pool, for messages. Throws std::bad_alloc
  tracker(const tracker&) = delete;
  tracker& operator=(const tracker&) = delete;
  ~tracker();

  // As tracking::enter.
  void enter(void* object, life_event what) noexcept;
  // Tells on standard error what is out, if anything.
  void report_leaks() noexcept;

  // Of all trackers there are, as pool::outstanding_objects.
  [[nodiscard]] static std::string report_all();
  // Around a fork: nobody else is inside of any tracker, or of the list of them. Comes after the
  // lock of the registry.
  static void lock_all() noexcept;
  static void unlock_all() noexcept;

 private:
  struct entry {
    bool out = false;
    std::unique_ptr<const call_stack> got_at = nullptr;  // while out, of a sample
  };

  // Appends the first line, with `where`, and the stacks; nothing when nothing is out.
  void describe(std::string& text, std::string_view where);

  const char* const name_;
  std::mutex lock_;                           // comes after that of the list
  std::unordered_map<void*, entry> objects_;  // under lock_
  std::uint32_t gets_ = 0;                    // under lock_; wraps
  tracker* next_ = nullptr;                   // under the lock of the list
  tracker* previous_ = nullptr;
};

}  // namespace pool::detail

#endif
