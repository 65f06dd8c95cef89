#include "budget.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <vector>

#include "listings.h"
#include "pool/budget.h"
#include "registry.h"

namespace pool {
namespace detail {

constinit std::atomic<std::uint64_t> budget_step{0};
constinit std::atomic<std::uint64_t> budget_moved{0};

namespace {

constexpr std::uint64_t kLeastStep = 32;

constinit std::atomic<std::uint64_t> most_objects{0};
constinit std::atomic<std::uint64_t> most_bytes{0};
// One thread at a time; another that comes meanwhile goes on. Destructors run under it, and what
// they do to pools then does not come back here.
constinit std::atomic<bool> enforcing{false};

std::uint64_t above(std::uint64_t sum, std::uint64_t most) noexcept {
  return most != 0 && sum > most ? sum - most : 0;
}

// a / b < c / d, for counts whose products fit.
bool idler(const listings::usage& one, const listings::usage& other) noexcept {
  const double first = static_cast<double>(one.gets) * static_cast<double>(other.idle);
  const double second = static_cast<double>(other.gets) * static_cast<double>(one.idle);
  if (first != second) return first < second;
  return one.idle * one.object_bytes > other.idle * other.object_bytes;
}

std::uint64_t enforce() noexcept {
  budget_moved.store(0, std::memory_order_relaxed);
  std::uint64_t destroyed = 0;
  try {
    std::vector<listings::usage> pools = listings::instance().usages(true);
    budget sum;
    std::uint64_t shards = 0;
    for (const listings::usage& each : pools) {
      sum.objects += each.idle;
      sum.bytes += each.idle * each.object_bytes;
      shards += each.shards;
    }
    if (budget_step.load(std::memory_order_relaxed) != 0) {
      budget_step.store(std::max(kLeastStep, shards), std::memory_order_relaxed);
    }
    std::uint64_t objects = above(sum.objects, most_objects.load(std::memory_order_relaxed));
    std::uint64_t bytes = above(sum.bytes, most_bytes.load(std::memory_order_relaxed));
    if (objects == 0 && bytes == 0) return 0;
    std::ranges::sort(pools, idler);
    for (const listings::usage& each : pools) {
      if (objects == 0 && bytes == 0) break;
      const std::uint64_t for_bytes = (bytes + each.object_bytes - 1) / each.object_bytes;
      const std::uint64_t wanted = std::min(each.idle, std::max(objects, for_bytes));
      if (wanted == 0) continue;
      const std::uint64_t gone = listings::instance().trim(each.id, wanted);
      destroyed += gone;
      objects -= std::min(objects, gone);
      bytes -= std::min(bytes, gone * each.object_bytes);
    }
  } catch (...) {  // no memory for the list: pools are looked at again soon
  }
  return destroyed;
}

}  // namespace

void enforce_budget_slow() noexcept {
  if (this_thread_table.inside != 0) return;
  enforce_budget();
}

void forget_budget_threads() noexcept {
  enforcing.store(false, std::memory_order_relaxed);
}

std::uint64_t parse_amount(const char* text) noexcept {
  if (text == nullptr) return 0;
  std::uint64_t number = 0;
  const char* const end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, number);
  if (error != std::errc()) return 0;
  unsigned shift = 0;
  if (rest != end) {
    constexpr const char* kUnits = "KMG";
    const char* const unit = std::strchr(kUnits, *rest);
    if (unit == nullptr || rest + 1 != end) return 0;
    shift = 10 * static_cast<unsigned>(unit - kUnits + 1);
  }
  return number > std::numeric_limits<std::uint64_t>::max() >> shift ? 0 : number << shift;
}

void read_budget_environment() noexcept {
  budget chosen;
  struct variable {
    const char* name;
    std::uint64_t* value;
  };
  for (const auto& [name, value] : {variable{"POOL_BUDGET_OBJECTS", &chosen.objects},
                                    variable{"POOL_BUDGET_BYTES", &chosen.bytes}}) {
    const char* const text = std::getenv(name);
    *value = parse_amount(text);
    if (text != nullptr && *value == 0 && std::strcmp(text, "0") != 0 && *text != '\0') {
      std::fprintf(stderr, "pool: %s=%s: expected a number such as 1000 or 64M; no budget is set\n",
                   name, text);
    }
  }
  most_objects.store(chosen.objects, std::memory_order_relaxed);
  most_bytes.store(chosen.bytes, std::memory_order_relaxed);
  if (chosen != budget{}) budget_step.store(kLeastStep, std::memory_order_relaxed);
}

}  // namespace detail

void set_budget(const budget& chosen) noexcept {
  // The environment is read by then, and does not come after this.
  try {
    detail::listings::instance();
  } catch (...) {
  }
  detail::most_objects.store(chosen.objects, std::memory_order_relaxed);
  detail::most_bytes.store(chosen.bytes, std::memory_order_relaxed);
  detail::budget_step.store(chosen == budget{} ? 0 : detail::kLeastStep, std::memory_order_relaxed);
  enforce_budget();
}

budget current_budget() noexcept {
  return {.objects = detail::most_objects.load(std::memory_order_relaxed),
          .bytes = detail::most_bytes.load(std::memory_order_relaxed)};
}

budget budget_in_use() noexcept {
  budget sum;
  try {
    for (const auto& each : detail::listings::instance().usages(false)) {
      sum.objects += each.idle;
      sum.bytes += each.idle * each.object_bytes;
    }
  } catch (...) {
  }
  return sum;
}

std::uint64_t enforce_budget() noexcept {
  if (POOL_TELEMETRY == 0 || current_budget() == budget{}) return 0;
  if (detail::enforcing.exchange(true, std::memory_order_acquire)) return 0;
  const std::uint64_t destroyed = detail::enforce();
  detail::enforcing.store(false, std::memory_order_release);
  return destroyed;
}

}  // namespace pool
