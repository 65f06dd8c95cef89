// Which units are extracted, and which of them analyses the bodies of which header: the decisions
// of stage `scan`, kept for the rounds in which the link stage asks for more.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tool/cache/file_digests.h"
#include "tool/cache/store.h"
#include "tool/extract/job.h"
#include "tool/load/load.h"

namespace pool_audit {

class Plan {
 public:
  // Without `scan` every unit is selected, with the same headers as otherwise. What is passed in
  // outlives the plan.
  [[nodiscard]] static Plan make(const load::WorkList& list, bool scan, cache::Store& store,
                                 cache::FileDigests& digests);
  Plan(Plan&&) noexcept;
  ~Plan();

  // Units that mention one of these identifiers are selected from here on.
  void select(const std::vector<std::string>& names);
  [[nodiscard]] bool selected(size_t unit) const;
  // Why a unit was selected or skipped, in words.
  [[nodiscard]] std::string reason(size_t unit) const;
  // Selected units that were not taken before, in order.
  [[nodiscard]] std::vector<size_t> take_new();
  [[nodiscard]] extract_stage::Job job(size_t unit) const;
  [[nodiscard]] std::string dump(const load::WorkList& list) const;

 private:
  struct Impl;
  explicit Plan(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pool_audit
