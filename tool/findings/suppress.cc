#include "tool/findings/suppress.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "checks/support/words.h"
#include "tool/load/glob.h"

namespace pool_audit::findings {
namespace {

using inventory::Finding;
using inventory::Suppression;
using inventory::SuppressionKind;
using inventory::SuppressionState;

// Patterns that begin so speak of rules of pool-audit alone; others, of every check there is.
constexpr std::string_view kOurs = "pool-";

std::string spelled(const Nolint& comment, const std::string& pattern) {
  return "'" + comment.word + "(" + pattern + ")'";
}

void find_fault(Suppression& out, const Nolint& comment) {
  const std::string what = spelled(comment, out.rule);
  if (!rules::any_matches(out.rule)) {
    out.state = SuppressionState::unknown_rule;
    out.message = "no rule matches " + what + rules::did_you_mean(out.rule);
  } else if (!comment.matched) {
    const bool is_end = comment.word == "NOLINTEND";
    out.state = SuppressionState::unmatched;
    out.message = what + " has no " + (is_end ? "NOLINTBEGIN before it" : "NOLINTEND behind it") +
                  " with the same names, and is not heeded";
  } else if (out.reason.empty()) {
    out.state = SuppressionState::unexplained;
    out.message = what + " gives no reason, and is not heeded; add ': why' behind it";
  }
}

// The part of a glob in front of its first wildcard, cut at a component.
std::string fixed_part(std::string glob) {
  glob.erase(0, glob.find_first_not_of('/'));
  const size_t wild = glob.find_first_of("*?[");
  if (wild == std::string::npos) return glob;
  const size_t slash = glob.rfind('/', wild);
  return slash == std::string::npos ? "" : glob.substr(0, slash);
}

}  // namespace

Suppressor::Suppressor(inventory::Inventory& inventory, const Run& run)
    : inventory_(inventory), run_(run) {}

// Whether every rule that a pattern names, and that the project uses, ran; and one at least did.
bool Suppressor::looked_for(const std::string& pattern) const {
  bool any = false;
  for (const rules::Entry& entry : rules::all()) {
    if (!matches_stars(pattern, entry.rule->id)) continue;
    const bool ran = run_.ran.runs(*entry.rule);
    if (!ran && run_.usual.runs(*entry.rule)) return false;
    any = any || ran;
  }
  return any && run_.whole;
}

// Whether a glob's files were analysed, or cannot be there at all.
bool Suppressor::looked_at(const std::string& glob) const {
  if (std::ranges::any_of(
          run_.analysed, [&](const std::string& file) { return load::glob_matches(glob, file); })) {
    return true;
  }
  if (glob.find('/') == std::string::npos) return false;  // fits at any depth
  const std::string fixed = fixed_part(glob);
  if (fixed.empty()) return false;
  std::error_code failed;
  return !std::filesystem::exists(std::filesystem::path(run_.root) / fixed, failed) && !failed;
}

void Suppressor::hide(Finding& finding, Suppression& by) {
  by.state = SuppressionState::used;
  ++by.hidden;
  if (!finding.suppressed) finding.suppressed = {by.kind, by.reason, by.place};
}

void Suppressor::add_file(const std::string& file, const std::vector<Nolint>& comments,
                          const std::vector<size_t>& findings, bool analysed) {
  for (const Nolint& comment : comments) {
    for (const std::string& pattern : comment.patterns) {
      add_comment(file, comment, pattern, findings, analysed);
    }
  }
}

void Suppressor::add_comment(const std::string& file, const Nolint& comment,
                             const std::string& pattern, const std::vector<size_t>& findings,
                             bool analysed) {
  const bool ours = pattern.starts_with(kOurs);
  Suppression out;
  out.rule = pattern;
  out.reason = comment.reason;
  const auto behind = static_cast<uint32_t>(comment.column + comment.word.size());
  out.place = {file, comment.line, comment.column, comment.line, behind, ""};
  if (ours) find_fault(out, comment);
  if (out.message.empty()) {
    for (const size_t index : findings) {
      Finding& finding = inventory_.findings[index];
      if (comment.covers(finding.place) && matches_stars(pattern, finding.rule)) {
        hide(finding, out);
      }
    }
  }
  if (!ours && out.hidden == 0) return;  // of other checks, for all that is known
  if (out.hidden == 0 && out.message.empty() && analysed && looked_for(pattern)) {
    out.state = SuppressionState::unused;
    out.message = spelled(comment, pattern) + " suppresses nothing";
  }
  inventory_.suppressions.push_back(std::move(out));
}

void Suppressor::add_acceptance(const rules::Acceptance& acceptance) {
  Suppression out;
  out.kind = SuppressionKind::config;
  out.rule = acceptance.rule;
  out.reason = acceptance.reason;
  out.place = {acceptance.file, acceptance.line,   acceptance.column,
               acceptance.line, acceptance.column, ""};
  std::map<std::string, std::string> names;  // by the pool's id
  for (const inventory::Pool& pool : inventory_.pools) names[pool.id] = pool.name;
  for (Finding& finding : inventory_.findings) {
    const std::string& name = names[finding.pool];
    const bool its_pool = acceptance.pool.empty() || matches_last_parts(acceptance.pool, name);
    if (its_pool && matches_stars(acceptance.rule, finding.rule) &&
        load::glob_matches(acceptance.path, finding.place.file)) {
      hide(finding, out);
    }
  }
  if (out.hidden == 0 && looked_for(acceptance.rule) && looked_at(acceptance.path)) {
    out.state = SuppressionState::unused;
    out.message =
        "the suppression of '" + acceptance.rule + "' in '" + acceptance.path + "' hides nothing";
  }
  inventory_.suppressions.push_back(std::move(out));
}

void Suppressor::finish() {
  for (const rules::Acceptance& acceptance : run_.acceptances) add_acceptance(acceptance);
  std::ranges::sort(inventory_.suppressions, {}, [](const Suppression& each) {
    return std::tie(each.place, each.rule, each.kind);
  });
}

}  // namespace pool_audit::findings
