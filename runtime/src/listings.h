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

  std::mutex& lock() noexcept { return lock_; }

 private:
  listings();
  [[nodiscard]] static pool_report report(const listing& one);
  static void write_at_exit() noexcept;

  std::mutex lock_;
  listing* first_ = nullptr;
  listing* last_ = nullptr;
  std::string bypassed_names_;       // POOL_BYPASS between two commas
  std::string stats_file_;           // POOL_STATS_FILE, or empty
  std::vector<pool_report> closed_;  // the first kMostClosed, when there is a file to write
};

}  // namespace pool::detail

#endif
