// The Markdown report: what must be acted on first, then a table a group of pools, then a folded
// block a pool.
#include <algorithm>

#include "tool/report/html_escape.h"
#include "tool/report/labels.h"
#include "tool/report/markdown_compare.h"
#include "tool/report/markdown_escape.h"
#include "tool/report/markdown_parts.h"
#include "tool/report/phrases.h"
#include "tool/report/report.h"
#include "tool/report/unproven.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

constexpr size_t kListed = 50;  // of a list that is longer the rest is counted

std::string code(const Place& place) {
  return markdown_code(place_text(place));
}

std::string joined_text(const std::vector<Span>& parts) {
  std::string out;
  for (const Span& span : joined(parts)) out += markdown(span.text);
  return out;
}

std::string paragraph(const std::string& head, const std::vector<Span>& parts) {
  const std::string text = joined_text(parts);
  return "**" + head + "**" + (text.empty() ? "" : ": " + text) + "\n\n";
}

void write_numbers(std::string& out, const Summary& summary) {
  out += paragraph(counted(summary.pools, "pool"), pool_parts(summary));
  if (summary.sites != 0) {
    out += paragraph(counted(summary.sites, "site"), site_parts(summary));
    out += paragraph(counted(summary.gets, "get"), proof_parts(summary));
  }
  out += paragraph(counted(summary.units, "translation unit"), unit_parts(summary));
}

void write_rest(std::string& out, size_t count) {
  if (count > kListed) out += "- and " + std::to_string(count - kListed) + " more\n";
}

void write_wrong(std::string& out, const Inventory& inventory) {
  const std::vector<WrongGet> wrong = wrong_gets(inventory);
  if (wrong.empty()) return;
  out += "### Objects that do not come back\n\n";
  for (size_t i = 0; i < std::min(wrong.size(), kListed); ++i) {
    const auto& [pool, site] = wrong[i];
    out += "- " + code(site->place) + ": **" + std::string(text_of(site->pairing)) +
           "**: " + markdown_code(call_text(*site)) + " takes from " + markdown_code(pool->name);
    if (!site->reason.empty()) out += ": " + markdown(site->reason);
    out += '\n';
  }
  write_rest(out, wrong.size());
  out += '\n';
}

void write_findings(std::string& out, const Inventory& inventory, bool hidden) {
  size_t count = 0;
  std::string list;
  for (const Finding& finding : inventory.findings) {
    if (finding.suppressed.has_value() != hidden) continue;
    if (++count > kListed) continue;
    list += "- " + code(finding.place) + ": **" + markdown(finding.rule) +
            "**: " + markdown(finding.message) + '\n';
    for (const Note& note : finding.notes) {
      list += "  - " + code(note.place) + ": " + markdown(note.text) + '\n';
    }
    if (hidden) {
      list += "  - " + code(finding.suppressed->place) + ": suppressed here";
      const std::string& reason = finding.suppressed->reason;
      list += (reason.empty() ? "" : ": " + markdown(reason)) + '\n';
    }
  }
  if (count == 0) return;
  out += std::string(hidden ? "### Suppressed findings: " : "### Findings: ") +
         std::to_string(count) + "\n\n" + list;
  write_rest(out, count);
  out += '\n';
}

void write_suppressions(std::string& out, const Inventory& inventory) {
  size_t count = 0;
  for (const Suppression& each : inventory.suppressions) {
    if (each.message.empty()) continue;
    if (count == 0) out += "### Suppressions\n\n";
    if (++count > kListed) continue;
    out += "- " + code(each.place) + ": " + markdown(each.message) + '\n';
  }
  write_rest(out, count);
  if (count != 0) out += '\n';
}

void write_unproven(std::string& out, const Inventory& inventory, std::string_view pattern) {
  const Unproven unproven = why_unproven(inventory, pattern);
  out += "### Unproven gets: " + std::to_string(unproven.summary.unproven()) + " of " +
         std::to_string(unproven.summary.gets) + "\n\n";
  for (const UnprovenCause& cause : unproven.causes) {
    out += "- **" + std::to_string(cause.count) + "** " + markdown(cause.text) + '\n';
    for (const UnprovenReason& reason : cause.reasons) {
      out += "  - " + std::to_string(reason.gets.size()) + ' ' + markdown(reason.text) + ':';
      for (size_t i = 0; i < std::min(reason.gets.size(), kListed); ++i) {
        out += (i == 0 ? " " : ", ") + code(reason.gets[i].site->place);
      }
      out += reason.gets.size() > kListed ? ", ...\n" : "\n";
    }
  }
  out += '\n';
}

void write_row(std::string& out, const Pool& pool) {
  const Summary summary = summarise(pool);
  const std::string cells[] = {
      markdown_code(pool.name.empty() ? "(unnamed)" : pool.name),
      markdown(pool.kind),
      pool.pooled.name.empty() ? "bytes" : markdown_code(pool.pooled.name),
      size_text(pool.pooled.size_bytes),
      std::to_string(summary.gets),
      std::to_string(summary.puts + summary.discards),
      joined_text(pairing_parts(summary)),
      markdown(bound_text(pool.bound)),
      markdown(reset_text(pool.reset)),
      code(pool.place),
  };
  out += '|';
  for (const std::string& cell : cells) out += cell.empty() ? " |" : ' ' + cell + " |";
  out += '\n';
}

void write_tables(std::string& out, const Inventory& inventory) {
  for (const PoolGroup& group : grouped(inventory)) {
    out += "### " + markdown(group.title) + ": " + counted(group.pools.size(), "pool") + "\n\n";
    out += "| Pool | Kind | Pooled type | Size | Gets | Puts | Pairing | Bound | Reset | Where |\n";
    out += "|---|---|---|--:|--:|--:|---|---|---|---|\n";
    for (const Pool* pool : group.pools) write_row(out, *pool);
    out += '\n';
  }
}

// "- label: a, b", without the parts that are empty.
void write_fact(std::string& out, std::string_view label,
                std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  }
  if (!text.empty()) out += "- " + std::string(label) + ": " + text + '\n';
}

void write_site(std::string& out, const Site& site) {
  out += "  - " + code(site.place) + ": " + std::string(text_of(site.kind));
  if (const std::string call = call_text(site); !call.empty()) out += ": " + markdown_code(call);
  if (site.pairing != Pairing::none) out += ": **" + std::string(text_of(site.pairing)) + "**";
  if (!site.reason.empty()) out += ": " + markdown(site.reason);
  for (const Place& place : site.related) out += ", " + code(place);
  out += '\n';
}

void write_evidence(std::string& out, const std::vector<Evidence>& evidence) {
  for (const Evidence& signal : evidence) {
    out += "  - " + std::string(signal.points < 0 ? "" : "+") + std::to_string(signal.points) +
           ": " + markdown(signal.text);
    if (!signal.place.file.empty()) out += ", " + code(signal.place);
    out += '\n';
  }
}

void write_details(std::string& out, const Pool& pool, const verdict::PoolVerdict* measured) {
  out += "<details>\n<summary><code>" + html(pool.name.empty() ? "(unnamed)" : pool.name) +
         "</code></summary>\n\n";
  if (!pool.documentation.empty()) out += markdown_block(pool.documentation) + '\n';
  write_fact(out, "type", {markdown_code(pool.type)});
  write_fact(out, "model", {markdown(pool.model), markdown(pool.library)});
  write_fact(out, "declared", {code(pool.place)});
  write_fact(out, "hands out",
             {pool.pooled.name.empty() ? "bytes" : markdown_code(pool.pooled.name),
              size_text(pool.pooled.size_bytes), code(pool.pooled.place)});
  write_fact(out, "factory", {markdown_code(pool.factory.text), code(pool.factory.place)});
  write_fact(out, "storage",
             {std::string(text_of(pool.storage)), std::string(text_of(pool.visibility))});
  write_fact(out, "bound", {markdown(bound_text(pool.bound))});
  std::string reset_places;
  for (const Place& place : pool.reset.places) {
    reset_places += (reset_places.empty() ? "" : ", ") + code(place);
  }
  write_fact(out, "reset",
             {markdown(reset_text(pool.reset)), markdown_code(pool.reset.method), reset_places});
  write_fact(out, "guarded by", {markdown_code(pool.guard)});
  write_verdict_facts(out, measured);
  for (const std::string& note : pool.notes) write_fact(out, "note", {markdown(note)});
  if (!pool.evidence.empty()) {
    write_fact(out, "evidence", {"score " + std::to_string(pool.score)});
    write_evidence(out, pool.evidence);
  }
  const std::string sites = joined_text(site_parts(summarise(pool)));
  write_fact(out, "sites", {sites.empty() ? "none" : sites});
  for (const Site& site : pool.sites) write_site(out, site);
  out += "\n</details>\n\n";
}

void write_candidates(std::string& out, const Inventory& inventory) {
  out += "### Looked like a pool: " + counted(inventory.candidates.size(), "candidate") + "\n\n";
  for (const Candidate& candidate : inventory.candidates) {
    out += "- " + code(candidate.place) + ": " + markdown_code(candidate.name) + ": score " +
           std::to_string(candidate.score);
    if (!candidate.why_not.empty()) out += ": " + markdown(candidate.why_not);
    out += '\n';
    write_evidence(out, candidate.evidence);
  }
  out += '\n';
}

void write_failed(std::string& out, const Inventory& inventory) {
  size_t count = 0;
  for (const Unit& unit : inventory.units) {
    if (unit.state != UnitState::failed) continue;
    if (count == 0) out += "### Failed translation units\n\n";
    if (++count > kListed) continue;
    out += "- " + markdown_code(unit.file);
    if (!unit.reason.empty()) out += ": " + markdown(unit.reason);
    out += '\n';
  }
  write_rest(out, count);
  if (count != 0) out += '\n';
}

}  // namespace

std::string render_markdown(const Report& report, const MarkdownOptions& options) {
  const Inventory& inventory = report.inventory;
  std::string out = "## Object pools\n\n";
  write_numbers(out, summarise(inventory));
  if (report.comparison) out += markdown_comparison(*report.comparison);
  write_verdicts(out, report);
  write_findings(out, inventory, false);
  if (options.suppressed) write_findings(out, inventory, true);
  write_suppressions(out, inventory);
  write_wrong(out, inventory);
  if (!options.why_unproven.empty()) write_unproven(out, inventory, options.why_unproven);
  write_failed(out, inventory);
  write_tables(out, inventory);
  if (options.details && !inventory.pools.empty()) {
    out += "### Details\n\n";
    for (size_t i = 0; i < inventory.pools.size(); ++i) {
      write_details(out, inventory.pools[i], report.verdict_of(i));
    }
  }
  if (options.candidates) write_candidates(out, inventory);
  if (!inventory.notes.empty()) {
    out += "### Notes\n\n";
    for (const std::string& note : inventory.notes) out += "- " + markdown_start(note) + '\n';
    out += '\n';
  }
  out.pop_back();  // one line feed at the end, not two
  return out;
}

}  // namespace pool_audit::report
