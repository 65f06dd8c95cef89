// One bound on what all pools of the process hold idle, together.
#ifndef POOL_BUDGET_H
#define POOL_BUDGET_H

#include <cstddef>
#include <cstdint>

namespace pool {

// 0: no bound. An object counts as its policy's object_bytes(), by default sizeof(T); what it has
// allocated besides counts only if the policy says so.
struct budget {
  std::uint64_t objects = 0;
  std::uint64_t bytes = 0;

  bool operator==(const budget&) const = default;
};

// Sets the budget of the process, and enforces it. Environment variables POOL_BUDGET_OBJECTS and
// POOL_BUDGET_BYTES (a number; K, M or G after it for powers of 1024) set it when the first pool is
// made. Any thread.
//
// What the budget promises. Only idle objects are counted, in all pools but fresh ones: those that
// are out are not the pools' to destroy. When the sum is above the budget, idle objects are
// destroyed until it is not: first in the pool with the fewest gets for each object that it holds
// since the budget was looked at last, and in a pool first those that are idle for longest. The sum
// is looked at on the slow ways of the pools, after every 32 objects (or, with more shards than
// that, as many as there are shards) that were created or left a thread's own store; by collect();
// and by this call. No get or put of another thread waits for it. In between, and in the stores of
// threads that are amid an operation, the sum may be above the budget: by those objects, and by
// what threads have put into their own stores since, each of which holds 2 to 512. For a bound that
// holds at every moment, use a bounded pool. A library built without telemetry
// (POOL_TELEMETRY=OFF) cannot see what is idle and keeps no budget.
void set_budget(const budget& chosen) noexcept;
[[nodiscard]] budget current_budget() noexcept;

// What counts against the budget now. Takes the lock of each pool for a moment.
[[nodiscard]] budget budget_in_use() noexcept;

// Looks at the sum now, and destroys what is too much. Returns how many objects that were. 0 also
// when another thread is at it, or no budget is set.
std::uint64_t enforce_budget() noexcept;

}  // namespace pool

#endif
