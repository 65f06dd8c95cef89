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
  // So are units that may read one of these files (absolute paths), and the compiler looks at all
  // that is in them.
  void select_readers(const std::vector<std::string>& files);
  // What extracting `unit` read (absolute paths, sorted); nothing when it could not be extracted.
  void captured(size_t unit, bool ok, const std::vector<std::string>& read);
  // Call when all units of a round are captured. A header that its owner did not read, or could
  // not, goes to another unit. Of the units that were extracted already, one that read the header
  // has to be extracted again with it; one that did not is passed by, for nothing would change.
  void settle();
  [[nodiscard]] bool selected(size_t unit) const;
  // Why a unit was selected or skipped, in words.
  [[nodiscard]] std::string reason(size_t unit) const;
  // Whether take_new() would give any.
  [[nodiscard]] bool has_new() const;
  // Units to extract now, for the first time or again, in order.
  [[nodiscard]] std::vector<size_t> take_new();
  [[nodiscard]] extract_stage::Job job(size_t unit) const;
  // What several of `units` begin with, with those that can start from it: they analyse none of its
  // headers.
  [[nodiscard]] std::vector<extract_stage::PrefixJob> prefixes(
      const std::vector<size_t>& units) const;
  [[nodiscard]] std::string dump(const load::WorkList& list) const;

 private:
  struct Impl;
  explicit Plan(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pool_audit
