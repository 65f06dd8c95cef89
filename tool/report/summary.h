// The numbers of an inventory. Computed in one place, so that all reports and --fail-on agree.
//
//   (S1) pools  == modelled + annotated + hand_written == the sum of `libraries`
//   (S2) gets   == proven_right() + proven_wrong() + unproven()
//   (S3) units  == analysed + skipped + failed
//   (S4) sites  == gets + puts + resets + discards + creates + destroys
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "checks/inventory/inventory.h"

namespace pool_audit::report {

struct Summary {
  // Pools by origin, and by library: "" holds the pools that belong to none.
  uint64_t pools = 0;
  uint64_t modelled = 0;
  uint64_t annotated = 0;
  uint64_t hand_written = 0;
  std::map<std::string, uint64_t> libraries;

  // Sites by kind.
  uint64_t sites = 0;
  uint64_t gets = 0;
  uint64_t puts = 0;
  uint64_t resets = 0;
  uint64_t discards = 0;
  uint64_t creates = 0;
  uint64_t destroys = 0;

  // Gets by pairing. A get that claims no pairing counts as undecided.
  uint64_t lease = 0;
  uint64_t all_paths = 0;
  uint64_t some_paths = 0;
  uint64_t never = 0;
  uint64_t handed_over = 0;
  uint64_t undecided = 0;

  // Translation units by state.
  uint64_t units = 0;
  uint64_t analysed = 0;
  uint64_t skipped = 0;
  uint64_t failed = 0;

  [[nodiscard]] uint64_t proven_right() const { return lease + all_paths; }
  [[nodiscard]] uint64_t proven_wrong() const { return some_paths + never; }
  // An object that is handed over may come back elsewhere: nobody has proven it yet.
  [[nodiscard]] uint64_t unproven() const { return handed_over + undecided; }

  friend bool operator==(const Summary&, const Summary&) = default;
};

[[nodiscard]] Summary summarise(const inventory::Inventory& inventory);
// The sites of one pool alone; `pools` is 1 and `units` is 0.
[[nodiscard]] Summary summarise(const inventory::Pool& pool);

}  // namespace pool_audit::report
