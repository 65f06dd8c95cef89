// The paths of a function that end in success: an ordinary return that gives back neither null, nor
// false, nor a negative number.
#pragma once

#include <vector>

#include "checks/facts/facts.h"

namespace pool_audit::analysis {

class SuccessPaths {
 public:
  // `result` is the type that the function returns; null when it is not known. The graph outlives
  // this.
  SuccessPaths(const facts::FlowGraph& graph, const facts::Type* result);
  // Whether a block stands on one of these paths.
  [[nodiscard]] bool succeeds(uint32_t block) const { return leads_[block] && reached_[block]; }
  // Whether it stands on all of them. False in functions of more than kMostBlocks.
  [[nodiscard]] bool is_on_all(uint32_t block) const;

  static constexpr size_t kMostBlocks = 400;

 private:
  [[nodiscard]] bool is_success(const facts::Block& block, const facts::Type* result) const;
  [[nodiscard]] std::vector<bool> reached_without(uint32_t block) const;

  const facts::FlowGraph& graph_;
  std::vector<bool> ends_;     // ends in success
  std::vector<bool> leads_;    // leads to one that does
  std::vector<bool> reached_;  // from the entry
};

}  // namespace pool_audit::analysis
