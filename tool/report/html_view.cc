#include "tool/report/html_view.h"

#include <algorithm>

#include "checks/support/hash.h"
#include "tool/report/html_escape.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

constexpr size_t kLongestName = 60;
constexpr size_t kIdDigits = 8;

// What tells a finding from others when nobody has looked at the sources.
std::string identity(const Finding& finding) {
  if (!finding.fingerprint.empty()) return finding.fingerprint;
  const Place& at = finding.place;
  return digest_of(finding.rule + '\n' + at.file + '\n' + std::to_string(at.line) + ':' +
                   std::to_string(at.column) + '\n' + finding.message)
      .hex();
}

// Negative for a pool without a rate. Never a number that cannot be compared.
double peak_of(const PoolView& pool) {
  const telemetry::Measured* const measured = pool.measured();
  return measured != nullptr && measured->process.peak >= 0 ? measured->process.peak : -1;
}

}  // namespace

const telemetry::Measured* PoolView::measured() const {
  if (verdict == nullptr || !verdict->measured) return nullptr;
  return verdict->measured->window_seconds > 0 ? &*verdict->measured : nullptr;
}

verdict::Class PoolView::class_of() const {
  return verdict == nullptr ? verdict::Class::unmeasured : verdict->verdict.class_;
}

View::View(const Report& report_, const RuleInfos& rules_, const SourceLine& source_,
           const HtmlOptions& options_)
    : report(report_), rules(rules_), source(source_), options(options_) {
  const std::vector<Pool>& all = report.inventory.pools;
  measured = report.assessment && report.assessment->pools.size() == all.size();
  for (size_t i = 0; i < all.size(); ++i) {
    PoolView view;
    view.index = i;
    view.pool = &all[i];
    if (measured) view.verdict = &report.assessment->pools[i];
    view.anchor = unique("pool-" + html_slug(all[i].name, kLongestName) + '-' +
                         digest_of(all[i].id).hex().substr(0, kIdDigits));
    for (const Earlier& earlier : report.history) {
      const auto found = earlier.pools.find(all[i].id);
      view.before.push_back(found == earlier.pools.end() ? nullptr : &found->second);
    }
    by_id_.emplace(all[i].id, i);
    pools.push_back(std::move(view));
  }
  place_findings();
  place_changes();
  std::ranges::sort(pools, [](const PoolView& a, const PoolView& b) {
    const double left = peak_of(a);
    const double right = peak_of(b);
    if (left != right) return left > right;
    if (a.open.size() != b.open.size()) return a.open.size() > b.open.size();
    return a.index < b.index;
  });
  for (size_t i = 0; i < pools.size(); ++i) by_id_[pools[i].pool->id] = i;
}

void View::place_findings() {
  std::set<std::string> found;
  for (const Finding& finding : report.inventory.findings) {
    finding_anchors_[&finding] = unique("finding-" + html_slug(identity(finding), kLongestName));
    by_fingerprint_.emplace(finding.fingerprint, &finding);
    const auto pool = by_id_.find(finding.pool);
    const bool is_open = !finding.suppressed.has_value();
    if (is_open) found.insert(finding.rule);
    if (finding.pool.empty() || pool == by_id_.end()) {
      (is_open ? loose : loose_suppressed).push_back(&finding);
    } else {
      PoolView& view = pools[pool->second];
      (is_open ? view.open : view.suppressed).push_back(&finding);
    }
  }
  for (PoolView& pool : pools) {  // those that matter most first, else as they come
    std::ranges::sort(pool.open, [&](const Finding* a, const Finding* b) {
      const RuleInfo* const left = rule_of(*a);
      const RuleInfo* const right = rule_of(*b);
      const Level low = Level::note;
      return std::pair(right == nullptr ? low : right->level, a) <
             std::pair(left == nullptr ? low : left->level, b);
    });
  }
  for (const RuleInfo& rule : rules) {
    if (!found.contains(rule.id)) continue;
    found_rules.push_back(&rule);
    rule_anchors_[&rule] = unique("rule-" + html_slug(rule.id, kLongestName));
  }
}

void View::place_changes() {
  if (!report.comparison) return;
  for (const Finding& finding : report.comparison->introduced) {
    if (!finding.fingerprint.empty()) introduced_.insert(finding.fingerprint);
  }
  const auto& added = report.comparison->added_pools;
  const std::set<std::string> names(added.begin(), added.end());
  for (PoolView& pool : pools) pool.added = names.contains(pool.pool->name);
  for (const compare::ClassChange& change : report.comparison->classes) {
    if (const auto at = by_id_.find(change.pool); at != by_id_.end()) {
      pools[at->second].changed = &change;
    }
  }
}

std::string View::unique(std::string anchor) {
  std::string out = anchor;
  size_t& used = anchors_[anchor];  // stays where it is when others come
  while (used > 0 && anchors_[out] > 0) out = anchor + '.' + std::to_string(++used);
  ++anchors_[out];
  return out;
}

std::string View::anchor_of(const Finding& finding) const {
  const auto found = finding_anchors_.find(&finding);
  return found == finding_anchors_.end() ? std::string() : found->second;
}

std::string View::anchor_of(const RuleInfo& rule) const {
  const auto found = rule_anchors_.find(&rule);
  return found == rule_anchors_.end() ? std::string() : found->second;
}

const Finding* View::with_fingerprint(const std::string& fingerprint) const {
  const auto found = by_fingerprint_.find(fingerprint);
  return fingerprint.empty() || found == by_fingerprint_.end() ? nullptr : found->second;
}

bool View::is_introduced(const Finding& finding) const {
  return introduced_.contains(finding.fingerprint);
}

const RuleInfo* View::rule_of(const Finding& finding) const {
  const auto found = std::ranges::find(rules, finding.rule, &RuleInfo::id);
  return found == rules.end() ? nullptr : &*found;
}

const PoolView* View::with_id(const std::string& pool) const {
  const auto found = by_id_.find(pool);
  return found == by_id_.end() ? nullptr : &pools[found->second];
}

size_t View::open_findings() const {
  return static_cast<size_t>(std::ranges::count_if(
      report.inventory.findings, [](const Finding& each) { return !each.suppressed; }));
}

size_t View::suppressed_findings() const {
  return report.inventory.findings.size() - open_findings();
}

}  // namespace pool_audit::report
