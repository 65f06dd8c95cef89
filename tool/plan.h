// Which units are extracted, and which of them analyses the bodies of which header: the decisions
// of stage `scan`, kept for the rounds in which the link stage asks for more.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tool/cache/store.h"
#include "tool/extract/job.h"
#include "tool/load/load.h"

namespace pool_audit {

class Plan {
 public:
  // Without `scan` every unit is selected, with the same headers as otherwise. What is passed in
  // outlives the plan.
  [[nodiscard]] static Plan make(const load::WorkList& list, bool scan, cache::Store& store);
  Plan(Plan&&) noexcept;
  ~Plan();

  // Units that mention one of these identifiers are selected from here on.
  void select(const std::vector<std::string>& names);
  // What extracting `unit` read (absolute paths, sorted). A header that it owns and did not read,
  // or could not, goes to another unit, which may have to be extracted (again) for it.
  void captured(size_t unit, bool ok, const std::vector<std::string>& read);
  [[nodiscard]] bool selected(size_t unit) const;
  // Why a unit was selected or skipped, in words.
  [[nodiscard]] std::string reason(size_t unit) const;
  // Units to extract now, for the first time or again, in order.
  [[nodiscard]] std::vector<size_t> take_new();
  [[nodiscard]] extract_stage::Job job(size_t unit) const;
  [[nodiscard]] std::string dump(const load::WorkList& list) const;

 private:
  struct Impl;
  explicit Plan(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pool_audit
