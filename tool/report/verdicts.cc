#include "tool/report/verdicts.h"

#include <algorithm>

#include "tool/report/labels.h"
#include "tool/verdict/words.h"

namespace pool_audit::report {

namespace {

using verdict::Action;
using verdict::Class;
using verdict::Confidence;

constexpr size_t kListed = 5;  // sources and processes that are named

std::string bare_rate(double per_second) {
  std::string out = verdict::rate(per_second);
  constexpr std::string_view kUnit = " gets/s";
  if (out.ends_with(kUnit)) out.resize(out.size() - kUnit.size());
  return out;
}

bool is_rated(const verdict::PoolVerdict& known) {
  return known.measured && known.measured->window_seconds > 0;
}

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < std::min(names.size(), kListed); ++i) {
    out += (out.empty() ? "" : ", ") + names[i];
  }
  if (names.size() > kListed) out += " and " + std::to_string(names.size() - kListed) + " more";
  return out;
}

std::string rate_text(const telemetry::Rate& rate) {
  return verdict::rate(rate.peak) + " at peak, at most " + verdict::rate(rate.p99) +
         " for 99 % of the time, " + verdict::rate(rate.mean) + " on average";
}

std::string window_text(const telemetry::Measured& measured) {
  std::string out = verdict::duration(measured.window_seconds) + ", " +
                    verdict::percent(measured.covered_seconds / measured.window_seconds) +
                    " of it measured, " + verdict::count(measured.points, "point") + " about " +
                    verdict::duration(measured.resolution_seconds) + " apart";
  if (measured.gap_seconds > 0) {
    out += ", " + verdict::duration(measured.gap_seconds) + " of processes in gaps";
  }
  if (measured.resets > 0) out += ", " + verdict::count(measured.resets, "restart");
  return out;
}

std::string join_text(Confidence confidence) {
  switch (confidence) {
    case Confidence::none:
      return "";
    case Confidence::type:
      return "its type alone, which no other pool has";
    case Confidence::mapped:
      return "its line, of another revision of the file";
    case Confidence::site:
      return "its file and line";
    case Confidence::name:
      return "its name";
  }
  return "";
}

void add_measured(const telemetry::Measured& measured,
                  std::vector<std::pair<std::string_view, std::string>>& out) {
  if (measured.window_seconds > 0) {
    out.emplace_back("a process", rate_text(measured.process));
    if (measured.instances.size() > 1) out.emplace_back("together", rate_text(measured.fleet));
    if (const auto hits = measured.hit_rate()) {
      out.emplace_back("hits", verdict::percent(*hits) + " of the gets reuse an object");
    }
    if (const auto drops = measured.drop_rate()) {
      out.emplace_back("drops", verdict::percent(*drops) + " of the puts are not kept");
    }
    out.emplace_back("watched", window_text(measured));
  }
  std::vector<std::string> processes;
  for (const telemetry::Instance& instance : measured.instances) processes.push_back(instance.id);
  if (!processes.empty()) {
    out.emplace_back("processes", std::to_string(processes.size()) + ": " + list(processes));
  }
  if (!measured.sources.empty()) out.emplace_back("telemetry", list(measured.sources));
}

}  // namespace

std::vector<VerdictRow> verdict_rows(const Report& report) {
  std::vector<VerdictRow> out;
  const auto peak_of = [&](const VerdictRow& row) {
    const verdict::PoolVerdict& known = *report.verdict_of(row.pool);
    return is_rated(known) ? known.measured->process.peak : 0.0;
  };
  for (size_t i = 0; i < report.inventory.pools.size(); ++i) {
    const verdict::PoolVerdict* known = report.verdict_of(i);
    if (known == nullptr) break;
    VerdictRow& row = out.emplace_back();
    row.pool = i;
    row.class_ = known->verdict.class_;
    row.action = action_text(known->verdict.action);
    if (!is_rated(*known)) continue;
    row.peak = bare_rate(known->measured->process.peak);
    row.mean = bare_rate(known->measured->process.mean);
    if (const auto hits = known->measured->hit_rate()) row.hits = verdict::percent(*hits);
    if (const auto drops = known->measured->drop_rate()) row.drops = verdict::percent(*drops);
  }
  std::ranges::sort(out, [&](const VerdictRow& a, const VerdictRow& b) {
    if (a.class_ != b.class_) return a.class_ > b.class_;
    if (peak_of(a) != peak_of(b)) return peak_of(a) > peak_of(b);
    return a.pool < b.pool;
  });
  return out;
}

std::string action_text(Action action) {
  switch (action) {
    case Action::leave:
      return "leave it alone";
    case Action::review:
      return "review its use";
    case Action::remove:
      return "remove it";
    case Action::observe:
      return "watch it longer";
    case Action::replace:
      return "replace it";
    case Action::instrument:
      return "measure it";
  }
  return "";
}

std::vector<std::string> class_parts(const verdict::Assessment& assessment) {
  std::vector<std::string> out;
  for (const Class each : {Class::hot, Class::warm, Class::cold, Class::unmeasured}) {
    const auto count = std::ranges::count_if(
        assessment.pools, [&](const auto& known) { return known.verdict.class_ == each; });
    if (count != 0) out.push_back(std::to_string(count) + " " + std::string(text_of(each)));
  }
  return out;
}

std::string coverage_text(const verdict::Assessment& assessment) {
  const size_t lost = assessment.leftovers.size();
  const auto covered = std::ranges::count_if(assessment.pools, [](const auto& known) {
    return known.verdict.class_ != Class::unmeasured;
  });
  return "the telemetry covers " + std::to_string(covered) + " of " +
         verdict::count(assessment.pools.size(), "pool") + "; " +
         (lost == 0 ? "all" : std::to_string(lost) + " of") + " " +
         verdict::count(assessment.measurements, "measurement") + " joined " +
         (lost == 0 ? "a pool" : "none");
}

std::vector<std::pair<std::string_view, std::string>> verdict_facts(
    const verdict::PoolVerdict& known) {
  std::vector<std::pair<std::string_view, std::string>> out;
  out.emplace_back("class", std::string(text_of(known.verdict.class_)) + ": " +
                                action_text(known.verdict.action));
  for (const std::string& reason : known.verdict.reasons) out.emplace_back("because", reason);
  for (const std::string& missing : known.verdict.missing) {
    out.emplace_back("to remove it", missing);
  }
  if (known.measured) add_measured(*known.measured, out);
  if (known.confidence != Confidence::none) {
    out.emplace_back("joined by", join_text(known.confidence));
  }
  return out;
}

}  // namespace pool_audit::report
