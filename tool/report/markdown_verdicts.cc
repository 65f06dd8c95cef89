// What production says of the pools, in Markdown.
#include <algorithm>

#include "tool/report/labels.h"
#include "tool/report/markdown_escape.h"
#include "tool/report/markdown_parts.h"
#include "tool/report/verdicts.h"

namespace pool_audit::report {
namespace {

constexpr size_t kListed = 50;  // of a list that is longer the rest is counted

void write_rows(std::string& out, const Report& report) {
  out += "| Class | Peak | Mean | Hits | Drops | Action | Pool |\n|---|--:|--:|--:|--:|---|---|\n";
  for (const VerdictRow& row : verdict_rows(report)) {
    const std::string& name = report.inventory.pools[row.pool].name;
    out += '|';
    for (const std::string& cell :
         {std::string(text_of(row.class_)), row.peak, row.mean, row.hits, row.drops, row.action,
          markdown_code(name.empty() ? "(unnamed)" : name)}) {
      out += cell.empty() ? " |" : ' ' + cell + " |";
    }
    out += '\n';
  }
  out += '\n';
}

}  // namespace

void write_verdicts(std::string& out, const Report& report) {
  if (!report.assessment) return;
  const verdict::Assessment& assessment = *report.assessment;
  std::string classes;
  for (const std::string& part : class_parts(assessment)) {
    classes += (classes.empty() ? "" : ", ") + part;
  }
  out += "### Telemetry\n\n";
  if (!classes.empty()) out += "**" + classes + "**: ";
  out += coverage_text(assessment) + ".\n\n";
  if (!report.inventory.pools.empty()) {
    out += "Gets a second, in one process:\n\n";
    write_rows(out, report);
  }
  if (!assessment.leftovers.empty()) {
    out += "Measurements of no pool:\n\n";
    for (size_t i = 0; i < std::min(assessment.leftovers.size(), kListed); ++i) {
      const verdict::Leftover& each = assessment.leftovers[i];
      out += "- " + markdown_code(each.what) + ": " + markdown(each.reason) + '\n';
    }
    if (assessment.leftovers.size() > kListed) {
      out += "- and " + std::to_string(assessment.leftovers.size() - kListed) + " more\n";
    }
    out += '\n';
  }
  for (const std::string& note : assessment.notes) out += "- " + markdown_start(note) + '\n';
  if (!assessment.notes.empty()) out += '\n';
}

void write_verdict_facts(std::string& out, const verdict::PoolVerdict* known) {
  if (known == nullptr) return;
  for (const auto& [label, text] : verdict_facts(*known)) {
    out += "- " + std::string(label) + ": " + markdown(text) + '\n';
  }
}

}  // namespace pool_audit::report
