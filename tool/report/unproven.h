// Why gets are unproven: what stopped the proof, grouped.
//
//   cause    what kind of thing: "handed to a function that keeps it"
//   reason   the words of the analysis: "passed to net::send(), which keeps it"
//   get      a site
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/report/summary.h"

namespace pool_audit::report {

// Pointers into the inventory.
struct UnprovenGet {
  const inventory::Pool* pool = nullptr;
  const inventory::Site* site = nullptr;
};

// Larger groups come first, equal ones in the order of their texts; gets in that of their places.
struct UnprovenReason {
  std::string text;
  std::vector<UnprovenGet> gets;
};
struct UnprovenCause {
  std::string text;
  uint64_t count = 0;
  std::vector<UnprovenReason> reasons;
};

struct Unproven {
  Summary summary;  // of the pools that were asked for; its unproven() is the sum of the counts
  std::vector<UnprovenCause> causes;
};

// Of the pools whose qualified name, or its last parts, match a pattern with `*`.
[[nodiscard]] Unproven why_unproven(const inventory::Inventory& inventory,
                                    std::string_view pattern);

// The kind of a reason; one that is of no known kind is its own.
[[nodiscard]] std::string cause_of(std::string_view reason);

}  // namespace pool_audit::report
