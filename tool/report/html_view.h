// A report, looked up the ways the HTML page needs it. Pointers lead into the report.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tool/report/html.h"

namespace pool_audit::report {

struct PoolView {
  size_t index = 0;  // in the inventory
  const inventory::Pool* pool = nullptr;
  const verdict::PoolVerdict* verdict = nullptr;  // null: no telemetry was given
  std::string anchor;  // "pool-net-Server-buffers_-1a2b3c4d": stays while the pool has its id
  std::vector<const inventory::Finding*> open;
  std::vector<const inventory::Finding*> suppressed;
  bool added = false;                               // since the report that this is compared with
  const compare::ClassChange* changed = nullptr;    // null: its class did not
  std::vector<const verdict::PoolVerdict*> before;  // one an earlier report, null where it has none

  // Null when nobody knows its rate.
  [[nodiscard]] const telemetry::Measured* measured() const;
  [[nodiscard]] verdict::Class class_of() const;
};

class View {
 public:
  View(const Report& report, const RuleInfos& rules, const SourceLine& source,
       const HtmlOptions& options);

  const Report& report;
  const RuleInfos& rules;
  const SourceLine& source;
  const HtmlOptions& options;
  bool measured = false;  // there is telemetry
  // In the order of the table: those with the highest peak first; without a rate those with the
  // most findings; then as in the inventory.
  std::vector<PoolView> pools;
  std::vector<const inventory::Finding*> loose;             // open, of no pool
  std::vector<const inventory::Finding*> loose_suppressed;  // the same, suppressed
  std::vector<const RuleInfo*> found_rules;                 // that have an open finding, by id

  // For `id`; "" for a finding that is not of this report.
  [[nodiscard]] std::string anchor_of(const inventory::Finding& finding) const;
  // "" for a rule that is none of found_rules.
  [[nodiscard]] std::string anchor_of(const RuleInfo& rule) const;
  // By fingerprint; null when it is gone.
  [[nodiscard]] const inventory::Finding* with_fingerprint(const std::string& fingerprint) const;
  [[nodiscard]] bool is_introduced(const inventory::Finding& finding) const;
  [[nodiscard]] const RuleInfo* rule_of(const inventory::Finding& finding) const;
  [[nodiscard]] const PoolView* with_id(const std::string& pool) const;
  [[nodiscard]] size_t open_findings() const;
  [[nodiscard]] size_t suppressed_findings() const;

 private:
  std::string unique(std::string anchor);
  void place_findings();
  void place_changes();

  std::map<std::string, size_t> anchors_;  // those in use, with the last number behind each
  std::map<const inventory::Finding*, std::string> finding_anchors_;
  std::map<const RuleInfo*, std::string> rule_anchors_;
  std::map<std::string, const inventory::Finding*> by_fingerprint_;
  std::set<std::string> introduced_;
  std::map<std::string, size_t> by_id_;  // index in pools
};

}  // namespace pool_audit::report
