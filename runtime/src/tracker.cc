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

void tracker::enter(const char* name, void* object, life_event what) noexcept {
  const char* wrong = nullptr;
  {
    const inside_guard inside;
    const std::lock_guard guard(lock);
    const auto at = objects.find(object);
    const bool known = at != objects.end();
    switch (what) {
      case life_event::created:
      case life_event::prefilled:
        // Without memory for the entry the process ends here, which a debugging aid may do.
        objects[object] = what == life_event::created ? place::out : place::idle;
        return;
      case life_event::taken:
        if (known) at->second = place::out;
        return;
      case life_event::gone:
        objects.erase(object);
        return;
      case life_event::put:
        if (known && at->second == place::out) {
          at->second = place::idle;
          return;
        }
        wrong = known ? "is put a second time" : "is put into a pool that it is none of";
        break;
    }
  }
  std::fprintf(stderr, "pool '%s': object %p %s\n", name, object, wrong);
  std::abort();
}

void tracker::report_leaks(const char* name) noexcept {
  std::size_t out = 0;
  {
    const std::lock_guard guard(lock);
    for (const auto& [object, where] : objects) out += where == place::out;
  }
  if (out == 0) return;
  std::fprintf(stderr, "pool '%s': %zu objects are still out at the end of the pool\n", name, out);
}

void core::track(void* object, event what) noexcept {
  tracker_->enter(settings_.name, object, what);
}

void core::report_leaks() noexcept {
  tracker_->report_leaks(settings_.name);
}

tracking::tracking(const char* name, bool wanted)
    : name_(name), tracker_(wanted || tracks_all_pools() ? new tracker : nullptr) {}

tracking::~tracking() {
  if (tracker_ == nullptr) return;
  tracker_->report_leaks(name_);
  delete tracker_;
}

void tracking::enter_slow(void* object, life_event what) noexcept {
  tracker_->enter(name_, object, what);
}

}  // namespace pool::detail
