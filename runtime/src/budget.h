// What the slow ways of pools tell the budget.
#ifndef POOL_SRC_BUDGET_H
#define POOL_SRC_BUDGET_H

#include <atomic>
#include <cstdint>

namespace pool::detail {

// Above 0 while a budget is set: the objects after which the sum is looked at.
extern constinit std::atomic<std::uint64_t> budget_step;
// Objects since the sum was looked at last.
extern constinit std::atomic<std::uint64_t> budget_moved;

// So many objects were created or left a thread's own store. Does nothing but count, so it may be
// called anywhere.
inline void note_for_budget(std::uint64_t objects) noexcept {
  if (budget_step.load(std::memory_order_relaxed) == 0) return;
  budget_moved.fetch_add(objects, std::memory_order_relaxed);
}

// Enforces the budget if it is time to. Destroys objects: call it where user code may run.
void enforce_budget_slow() noexcept;
inline void enforce_budget_when_due() noexcept {
  const std::uint64_t step = budget_step.load(std::memory_order_relaxed);
  if (step == 0 || budget_moved.load(std::memory_order_relaxed) < step) [[likely]]
    return;
  enforce_budget_slow();
}

// POOL_BUDGET_OBJECTS and POOL_BUDGET_BYTES.
void read_budget_environment() noexcept;
// "2M" is 2097152. 0 for nullptr and for what is no such number.
[[nodiscard]] std::uint64_t parse_amount(const char* text) noexcept;

// In the child of a fork: whoever was at it is gone.
void forget_budget_threads() noexcept;

}  // namespace pool::detail

#endif
