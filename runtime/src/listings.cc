#include "listings.h"

#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>

#include "budget.h"
#include "registry.h"
#include "telemetry_settings.h"

namespace pool {
namespace detail {
namespace {

// A program that makes pools by the million is to exit with a report, not with all memory gone.
constexpr std::size_t kMostClosed = 10000;

std::string of_environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

listings& listings::instance() {
  static listings& only = *new listings;
  return only;
}

listings::listings()
    : bypassed_names_(',' + of_environment("POOL_BYPASS") + ','),
      stats_file_(of_environment("POOL_STATS_FILE")) {
  if (!stats_file_.empty()) std::atexit(&listings::write_at_exit);
  read_budget_environment();
  read_telemetry_environment();
}

void listings::add(listing& fresh) {
  bool bypass = false;
  {
    const inside_guard inside;
    const std::lock_guard lock(lock_);
    fresh.id_ = ++last_id_;
    fresh.previous_ = last_;
    (last_ != nullptr ? last_->next_ : first_) = &fresh;
    last_ = &fresh;
    bypass = fresh.how_.set_bypass != nullptr && !fresh.name_.empty() &&
             bypassed_names_.find(',' + std::string(fresh.name_) + ',') != std::string::npos;
  }
  if (bypass) fresh.how_.set_bypass(fresh.pool_, true);
}

void listings::remove(listing& old) noexcept {
  const inside_guard inside;
  std::unique_lock lock(lock_);
  for (std::uint32_t pins; (pins = old.pins_.load(std::memory_order_relaxed)) != 0; lock.lock()) {
    lock.unlock();
    old.pins_.wait(pins, std::memory_order_relaxed);
  }
  (old.previous_ != nullptr ? old.previous_->next_ : first_) = old.next_;
  (old.next_ != nullptr ? old.next_->previous_ : last_) = old.previous_;
  if (stats_file_.empty() || closed_.size() >= kMostClosed) return;
  try {
    closed_.push_back(report(old));
    closed_.back().closed = true;
  } catch (...) {  // no memory for a report: the report is what can be done without
  }
}

pool_report listings::report(const listing& one) {
  return {.name = std::string(one.name_),
          .kind = std::string(one.kind_),
          .type = std::string(one.type_),
          .file = one.file_,
          .line = one.line_,
          .bypassed = one.how_.bypassed != nullptr && one.how_.bypassed(one.pool_),
          .closed = false,
          .can_wait = one.how_.can_wait,
          .object_bytes = one.how_.object_bytes(one.pool_),
          .stats = one.how_.stats(one.pool_)};
}

std::vector<pool_report> listings::reports() {
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  std::vector<pool_report> all;
  for (const listing* at = first_; at != nullptr; at = at->next_) all.push_back(report(*at));
  return all;
}

std::vector<pool_report> listings::all() {
  std::vector<pool_report> open = reports();
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  open.insert(open.begin(), closed_.begin(), closed_.end());
  return open;
}

std::vector<listings::usage> listings::usages(bool look) {
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  std::vector<usage> all;
  for (listing* at = first_; at != nullptr; at = at->next_) {
    if (at->how_.trim == nullptr) continue;
    const pool_stats stats = at->how_.stats(at->pool_);
    const std::uint64_t gets = stats.gets();
    all.push_back({.id = at->id_,
                   .idle = stats.idle,
                   .object_bytes = at->how_.object_bytes(at->pool_),
                   .gets = gets > at->gets_before_ ? gets - at->gets_before_ : 0,
                   .shards = stats.shards});
    if (look) at->gets_before_ = gets;
  }
  return all;
}

listing* listings::pin_from(std::uint64_t id) noexcept {
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  listing* found = first_;
  while (found != nullptr && found->id_ < id) found = found->next_;
  if (found != nullptr) found->pins_.fetch_add(1, std::memory_order_relaxed);
  return found;
}

void listings::unpin(listing& used) noexcept {
  // Under the lock, so that the pool does not vanish between the decrement and the notification.
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  // A fork in between let go for everybody.
  if (used.pins_.load(std::memory_order_relaxed) == 0) return;
  used.pins_.fetch_sub(1, std::memory_order_relaxed);
  used.pins_.notify_all();
}

std::uint64_t listings::trim(std::uint64_t id, std::uint64_t most) noexcept {
  listing* const found = pin_from(id);
  if (found == nullptr) return 0;
  const bool can = found->id_ == id && found->how_.trim != nullptr;
  const std::uint64_t gone = can ? found->how_.trim(found->pool_, most) : 0;
  unpin(*found);
  return gone;
}

std::size_t listings::trim_all() noexcept {
  std::size_t pools = 0;
  std::uint64_t next = 0;
  while (listing* const found = pin_from(next)) {
    next = found->id_ + 1;
    if (found->how_.trim != nullptr) {
      found->how_.trim(found->pool_, std::numeric_limits<std::uint64_t>::max());
      ++pools;
    }
    unpin(*found);
  }
  return pools;
}

void listings::forget_pins() noexcept {
  for (listing* at = first_; at != nullptr; at = at->next_) {
    at->pins_.store(0, std::memory_order_relaxed);
  }
}

std::size_t listings::set_bypass(std::string_view name, bool on) {
  std::size_t switched = 0;
  std::uint64_t next = 0;
  while (listing* const found = pin_from(next)) {
    // Without the lock: objects are destroyed, and their destructors may use and make pools.
    if (found->how_.set_bypass != nullptr && found->name_ == name) {
      found->how_.set_bypass(found->pool_, on);
      ++switched;
    }
    next = found->id_ + 1;
    unpin(*found);
  }
  return switched;
}

void listings::write_at_exit() noexcept {
  listings& self = instance();
  std::FILE* file = nullptr;
  try {
    const std::string text = to_json(self.all());
    file = std::fopen(self.stats_file_.c_str(), "we");
    const bool written =
        file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (written && std::fclose(std::exchange(file, nullptr)) == 0) return;
  } catch (...) {
    // Reported like a full disk.
  }
  if (file != nullptr) std::fclose(file);
  std::fprintf(stderr, "pool: POOL_STATS_FILE=%s: the pool statistics could not be written\n",
               self.stats_file_.c_str());
}

listing::listing(void* pool, const calls& how, std::string_view kind, std::string_view type,
                 std::string_view name, const char* file, std::uint32_t line)
    : pool_(pool), how_(how), kind_(kind), type_(type), name_(name), file_(file), line_(line) {
  listings::instance().add(*this);
}

listing::~listing() {
  listings::instance().remove(*this);
}

}  // namespace detail

std::vector<pool_report> snapshot() {
  return detail::listings::instance().reports();
}

std::size_t set_bypass(std::string_view name, bool on) {
  return detail::listings::instance().set_bypass(name, on);
}

}  // namespace pool
