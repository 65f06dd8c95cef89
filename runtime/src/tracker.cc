#include "tracker.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "registry.h"

namespace pool::detail {

bool tracks_all_pools() noexcept {
  static const bool all = [] {
    const char* const value = std::getenv("POOL_DEBUG");
    return value != nullptr && std::strcmp(value, "0") != 0;
  }();
  return all;
}

void core::track(void* object, event what) noexcept {
  using place = tracker::place;
  const char* wrong = nullptr;
  {
    const inside_guard inside;
    const std::lock_guard lock(tracker_->lock);
    const auto at = tracker_->objects.find(object);
    const bool known = at != tracker_->objects.end();
    switch (what) {
      case event::created:
      case event::prefilled:
        // Without memory for the entry the process ends here, which a debugging aid may do.
        tracker_->objects[object] = what == event::created ? place::out : place::idle;
        return;
      case event::taken:
        if (known) at->second = place::out;
        return;
      case event::gone:
        tracker_->objects.erase(object);
        return;
      case event::put:
        if (known && at->second == place::out) {
          at->second = place::idle;
          return;
        }
        wrong = known ? "is put a second time" : "is put into a pool that it is none of";
        break;
    }
  }
  std::fprintf(stderr, "pool '%s': object %p %s\n", settings_.name, object, wrong);
  std::abort();
}

void core::report_leaks() noexcept {
  std::size_t out = 0;
  {
    const std::lock_guard lock(tracker_->lock);
    for (const auto& [object, where] : tracker_->objects) out += where == tracker::place::out;
  }
  if (out == 0) return;
  std::fprintf(stderr, "pool '%s': %zu objects are still out at the end of the pool\n",
               settings_.name, out);
}

}  // namespace pool::detail
