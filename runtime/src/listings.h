// The list of all pools; see listing.h.
#ifndef POOL_SRC_LISTINGS_H
#define POOL_SRC_LISTINGS_H

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "pool/detail/listing.h"
#include "pool/telemetry.h"

namespace pool::detail {

// Never destroyed, like the registry. Its lock comes before all others.
class listings {
 public:
  static listings& instance();

  void add(listing& fresh);
  void remove(listing& old) noexcept;
  [[nodiscard]] std::vector<pool_report> reports();  // of open pools
  [[nodiscard]] std::vector<pool_report> all();      // and of closed ones, where they are kept
  std::size_t set_bypass(std::string_view name, bool on);

  // What the budget has to know of a pool.
  struct usage {
    std::uint64_t id = 0;
    std::uint64_t idle = 0;          // objects
    std::uint64_t object_bytes = 1;  // of one
    std::uint64_t gets = 0;          // since the last look
    std::uint64_t shards = 0;
  };
  // Of every pool that can be trimmed. `look`: the next `gets` count from here. Throws
  // std::bad_alloc.
  [[nodiscard]] std::vector<usage> usages(bool look);
  // As trim_some of the pool with this id; 0 when it is gone.
  std::uint64_t trim(std::uint64_t id, std::uint64_t most) noexcept;
  // Empties every pool that can be trimmed, each without a lock; returns how many there were.
  std::size_t trim_all() noexcept;
  // In the child of a fork, with the lock held: whoever used a pool is gone.
  void forget_pins() noexcept;

  std::mutex& lock() noexcept { return lock_; }

 private:
  listings();
  // The first pool whose id is at least this, kept from being destroyed; nullptr: none.
  listing* pin_from(std::uint64_t id) noexcept;
  void unpin(listing& used) noexcept;
  [[nodiscard]] static pool_report report(const listing& one);
  static void write_at_exit() noexcept;

  std::mutex lock_;
  listing* first_ = nullptr;
  listing* last_ = nullptr;
  std::uint64_t last_id_ = 0;
  std::string bypassed_names_;       // POOL_BYPASS between two commas
  std::string stats_file_;           // POOL_STATS_FILE, or empty
  std::vector<pool_report> closed_;  // the first kMostClosed, when there is a file to write
};

}  // namespace pool::detail

#endif
