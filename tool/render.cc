#include "tool/render.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <vector>

#include "checks/rules/rules.h"
#include "checks/support/files.h"
#include "tool/cli/terminal.h"
#include "tool/report/ci_formats.h"
#include "tool/report/html.h"
#include "tool/report/report.h"
#include "tool/rules_pages.h"

namespace pool_audit {

namespace {

// What reports say of the rules that ran.
report::RuleInfos infos_of(const std::vector<std::string>& ran) {
  report::RuleInfos out;
  for (const rules::Entry& entry : rules::all()) {
    const rules::Rule& rule = *entry.rule;
    if (std::ranges::find(ran, rule.id) == ran.end()) continue;
    const bool checkout = rule.category == rules::Category::checkout;
    out.push_back({std::string(rule.id), std::string(rule.summary), std::string(entry.page),
                   std::string(text_of(rule.category)),
                   checkout ? report::Level::warning : report::Level::note, rule.on_by_default});
  }
  return out;
}

// Lines of the sources below `root`, each file read once. Kept for the life of the reader.
report::SourceLine lines_below(const std::string& root) {
  auto files = std::make_shared<std::map<std::string, std::vector<std::string>>>();
  return [root, files](const std::string& file, uint32_t line) -> std::optional<std::string> {
    const auto [at, first] = files->try_emplace(file);
    if (first) {
      if (const auto text = read_file(file.starts_with('/') ? file : root + "/" + file)) {
        std::istringstream in(*text);
        for (std::string each; std::getline(in, each);) at->second.push_back(std::move(each));
      }
    }
    if (line == 0 || line > at->second.size()) return std::nullopt;
    return at->second[line - 1];
  };
}

// Formats that hold every finding with its state. In the others what is known is not shown.
bool holds_all(cli::Format format) {
  return format == cli::Format::json || format == cli::Format::sarif || format == cli::Format::html;
}

report::Report without_known(const report::Report& report) {
  report::Report out = report;
  if (out.comparison) out.inventory = compare::only_new(out.inventory, *out.comparison);
  return out;
}

}  // namespace

std::string render(const report::Report& report, const cli::Output& output,
                   const cli::Options& options, const RunResult& run) {
  const report::RuleInfos rules = infos_of(report.rules);
  const report::Report shown = holds_all(output.format) ? report : without_known(report);
  switch (output.format) {
    case cli::Format::sarif:
      return report::render_sarif(shown, rules, lines_below(run.root));
    case cli::Format::github:
      return report::render_github(shown, rules);
    case cli::Format::gitlab:
      return report::render_gitlab(shown, rules);
    case cli::Format::junit:
      return report::render_junit(shown, rules);
    case cli::Format::csv:
      return report::render_csv(shown);
    case cli::Format::json:
      return report::render_json(shown, {options.why_unproven});
    case cli::Format::html:
      return report::render_html(shown, rules, lines_below(run.root),
                                 {.candidates = options.candidates});
    case cli::Format::markdown:
      return report::render_markdown(
          shown, {true, options.candidates, options.show_suppressed, options.why_unproven});
    case cli::Format::text:
      break;
  }
  report::TextOptions text;
  const bool terminal = output.path == "-" && cli::is_terminal(1);
  text.color = cli::use_color(options.color, terminal, std::getenv("NO_COLOR"));
  text.width = terminal ? cli::terminal_width(1, 0) : 0;
  text.details = options.verbose || !options.pool.empty();
  text.candidates = options.candidates;
  text.why_unproven = options.why_unproven;
  text.suppressed = options.show_suppressed;
  text.findings = options.command == cli::Command::check || options.command == cli::Command::diff;
  return report::render_text(shown, text);
}

}  // namespace pool_audit
