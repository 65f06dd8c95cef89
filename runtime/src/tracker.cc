#include "tracker.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <new>
#include <utility>
#include <vector>

#include "pool/debug.h"
#include "registry.h"

namespace pool {
namespace detail {
namespace {

constexpr std::size_t kMostStacks = 20;  // of a report, those with most objects
constexpr std::uint32_t kUsualSampling = 16;

// All trackers. Never destroyed.
struct tracker_list {
  std::mutex lock;
  tracker* first = nullptr;  // under lock
};

tracker_list& all_trackers() noexcept {
  static tracker_list& only = *new tracker_list;
  return only;
}

std::uint32_t sampling_of_environment() noexcept {
  const char* const text = std::getenv("POOL_STACKS");
  if (text == nullptr || *text == '\0') return kUsualSampling;
  std::uint32_t every = 0;
  const char* const end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, every);
  if (error == std::errc() && rest == end) return every;
  std::fprintf(stderr,
               "pool: POOL_STACKS=%s: expected a number, 1 for every get or 0 for none; the stack "
               "of every %u-th is kept\n",
               text, kUsualSampling);
  return kUsualSampling;
}

std::atomic<std::uint32_t>& stack_sampling() noexcept {
  static std::atomic<std::uint32_t> every{sampling_of_environment()};
  return every;
}

}  // namespace

bool tracks_all_pools() noexcept {
  static const bool all = [] {
    const char* const value = std::getenv("POOL_DEBUG");
    return value != nullptr && std::strcmp(value, "0") != 0;
  }();
  return all;
}

tracker::tracker(const char* name) : name_(name) {
  stack_sampling();  // complains early
  const inside_guard inside;
  tracker_list& all = all_trackers();
  const std::lock_guard guard(all.lock);
  next_ = all.first;
  if (next_ != nullptr) next_->previous_ = this;
  all.first = this;
}

tracker::~tracker() {
  const inside_guard inside;
  tracker_list& all = all_trackers();
  const std::lock_guard guard(all.lock);
  (previous_ != nullptr ? previous_->next_ : all.first) = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
}

void tracker::enter(void* object, life_event what) noexcept {
  const char* wrong = nullptr;
  bool keep_stack = false;
  {
    const inside_guard inside;
    const std::lock_guard guard(lock_);
    const auto at = objects_.find(object);
    const bool known = at != objects_.end();
    switch (what) {
      case life_event::prefilled:
        objects_[object] = {};
        return;
      case life_event::created:
      case life_event::taken: {
        // Without memory for the entry the process ends here, which a debugging aid may do.
        entry& got = known ? at->second : objects_[object];
        got.out = true;
        got.got_at = nullptr;
        const std::uint32_t every = stack_sampling().load(std::memory_order_relaxed);
        keep_stack = every != 0 && gets_++ % every == 0;
        break;
      }
      case life_event::gone:
        if (known) objects_.erase(at);
        return;
      case life_event::put:
        if (known && at->second.out) {
          at->second = {};
          return;
        }
        wrong = known ? "is put a second time" : "is put into a pool that it is none of";
        break;
    }
  }
  if (wrong != nullptr) {
    std::fprintf(stderr, "pool '%s': object %p %s\n", name_, object, wrong);
    std::abort();
  }
  if (!keep_stack) return;
  // The unwinder may take locks of its own. Until it is done the object is this thread's.
  std::unique_ptr<const call_stack> stack(new (std::nothrow) call_stack(call_stack::capture()));
  const inside_guard inside;
  const std::lock_guard guard(lock_);
  const auto at = objects_.find(object);
  if (at != objects_.end()) at->second.got_at = std::move(stack);
}

void tracker::describe(std::string& text, std::string_view where) {
  std::size_t out = 0;
  std::size_t without = 0;
  std::map<call_stack, std::size_t> by_stack;
  {
    const inside_guard inside;
    const std::lock_guard guard(lock_);
    for (const auto& [object, known] : objects_) {
      if (!known.out) continue;
      ++out;
      if (known.got_at == nullptr) {
        ++without;
      } else {
        ++by_stack[*known.got_at];
      }
    }
  }
  if (out == 0) return;
  text.append("pool '").append(name_).append("': ").append(std::to_string(out));
  text.append(out == 1 ? " object is" : " objects are").append(" ").append(where).append("\n");
  std::vector<std::pair<call_stack, std::size_t>> stacks(by_stack.begin(), by_stack.end());
  std::ranges::sort(stacks, [](const auto& one, const auto& other) {
    return one.second != other.second ? one.second > other.second : one.first < other.first;
  });
  for (std::size_t at = 0; at < std::min(stacks.size(), kMostStacks); ++at) {
    text.append("  ").append(std::to_string(stacks[at].second)).append(" got by\n");
    stacks[at].first.append_to(text);
  }
  if (stacks.size() > kMostStacks) {
    text.append("  and by ").append(std::to_string(stacks.size() - kMostStacks));
    text.append(" further stacks\n");
  }
  if (without != 0) {
    text.append("  ").append(std::to_string(without));
    text.append(" without a stack: POOL_STACKS=1 keeps that of every get\n");
  }
}

void tracker::report_leaks() noexcept {
  try {
    std::string text;
    describe(text, "still out at the end of the pool");
    std::fputs(text.c_str(), stderr);
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "pool '%s': no memory for a report of what is out\n", name_);
  }
}

std::string tracker::report_all() {
  std::string text;
  const inside_guard inside;
  const std::lock_guard guard(all_trackers().lock);
  for (tracker* at = all_trackers().first; at != nullptr; at = at->next_) at->describe(text, "out");
  return text;
}

void tracker::lock_all() noexcept {
  all_trackers().lock.lock();
  for (tracker* at = all_trackers().first; at != nullptr; at = at->next_) at->lock_.lock();
}

void tracker::unlock_all() noexcept {
  for (tracker* at = all_trackers().first; at != nullptr; at = at->next_) at->lock_.unlock();
  all_trackers().lock.unlock();
}

void core::track(void* object, event what) noexcept {
  tracker_->enter(object, what);
}

void core::report_leaks() noexcept {
  tracker_->report_leaks();
}

tracking::tracking(const char* name, bool wanted)
    : tracker_(wanted || tracks_all_pools() ? new tracker(name) : nullptr) {}

tracking::~tracking() {
  if (tracker_ == nullptr) return;
  tracker_->report_leaks();
  delete tracker_;
}

void tracking::enter_slow(void* object, life_event what) noexcept {
  tracker_->enter(object, what);
}

}  // namespace detail

void set_stack_sampling(std::uint32_t every) noexcept {
  detail::stack_sampling().store(every, std::memory_order_relaxed);
}

std::string outstanding_objects() {
  return detail::tracker::report_all();
}

}  // namespace pool
