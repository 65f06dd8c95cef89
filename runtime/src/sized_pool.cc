#include "pool/sized_pool.h"

namespace pool {

pool_stats sized_pool::stats() const {
  pool_stats sum;
  sum.gets_created = bypass_gets_.load(std::memory_order_relaxed);
  sum.gets_failed = bypass_failed_.load(std::memory_order_relaxed);
  sum.puts_dropped_bypass = bypass_puts_.load(std::memory_order_relaxed);
  sum.out = sum.live = sum.gets_created - sum.puts_dropped_bypass;
  for (std::size_t at = 0; at < classes_; ++at) sum += pools_[at]->stats();
  return sum;
}

}  // namespace pool
