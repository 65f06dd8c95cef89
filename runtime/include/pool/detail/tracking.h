// The book of a tracked pool: where each of its objects is. See settings::track.
#ifndef POOL_DETAIL_TRACKING_H
#define POOL_DETAIL_TRACKING_H

#include <cstdint>

namespace pool::detail {

class tracker;

enum class life_event : std::uint8_t { created, taken, put, prefilled, gone };

// Tracking for pools without a core. Does nothing unless it is on. Any thread.
class tracking {
 public:
  // `name`: of the pool, for messages. On when `wanted`, or when POOL_DEBUG says so. Throws
  // std::bad_alloc.
  tracking(const char* name, bool wanted);
  tracking(const tracking&) = delete;
  tracking& operator=(const tracking&) = delete;
  // Reports what is still out.
  ~tracking();

  // Enters what happens to an object. Does not return from `put` when the object is not out.
  void enter(void* object, life_event what) noexcept {
    if (tracker_ != nullptr) enter_slow(object, what);
  }

 private:
  void enter_slow(void* object, life_event what) noexcept;

  tracker* tracker_ = nullptr;
};

}  // namespace pool::detail

#endif
