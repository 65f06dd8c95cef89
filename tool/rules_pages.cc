#include "tool/rules_pages.h"

namespace pool_audit {

namespace {

// What stands in a cell of a table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

std::string options_cell(const rules::Rule& rule, const rules::Selection& selection) {
  std::string out;
  for (const rules::Option& option : rule.options) {
    out += (out.empty() ? "`" : ", `") + std::string(option.name) + "` " +
           std::to_string(selection.value_of(rule, option));
  }
  return out;
}

void write_table(std::string& out, rules::Category category, const rules::Selection& selection) {
  out += "\n## " + std::string(title_of(category)) + "\n\n";
  out += "| rule | what it finds | runs | sees | fix | options |\n|---|---|---|---|---|---|\n";
  for (const rules::Entry& entry : rules::all()) {
    const rules::Rule& rule = *entry.rule;
    if (rule.category != category) continue;
    const std::string id(rule.id);
    out += "| [" + id + "](rules/" + id + ".md) | " + cell(rule.summary) + " | " +
           (selection.runs(rule) ? "yes" : "no") + " | " + std::string(text_of(rule.scope)) +
           " | " + std::string(text_of(rule.fix)) + " | " + options_cell(rule, selection) + " |\n";
  }
}

}  // namespace

std::string_view text_of(rules::Fix fix) {
  switch (fix) {
    case rules::Fix::none:
      return "none";
    case rules::Fix::review:
      return "review";
    case rules::Fix::safe:
      return "safe";
  }
  return "";
}

std::string_view text_of(rules::Scope scope) {
  switch (scope) {
    case rules::Scope::function:
      return "function";
    case rules::Scope::pool:
      return "pool";
    case rules::Scope::program:
      return "program";
    case rules::Scope::telemetry:
      return "telemetry";
  }
  return "";
}

std::string_view text_of(rules::Category category) {
  switch (category) {
    case rules::Category::checkout:
      return "checkout";
    case rules::Category::design:
      return "design";
    case rules::Category::telemetry:
      return "telemetry";
  }
  return "";
}

std::string_view title_of(rules::Category category) {
  switch (category) {
    case rules::Category::checkout:
      return "Checkout discipline";
    case rules::Category::design:
      return "Should this be a pool at all";
    case rules::Category::telemetry:
      return "With telemetry";
  }
  return "";
}

std::string rule_page(const rules::Entry& entry) {
  std::string out(entry.page);
  if (entry.rule->options.empty()) return out;
  out += "\n**Options.**\n\n";
  for (const rules::Option& option : entry.rule->options) {
    out += "- `" + std::string(option.name) + "` (default " + std::to_string(option.value) +
           "): " + std::string(option.help) + "\n";
  }
  return out;
}

std::string rules_index(const rules::Selection& selection) {
  std::string out =
      "# Rules\n\n"
      "What `pool-audit check` reports, and the module for clang-tidy. `runs` says whether a rule "
      "is\n"
      "on; `sees`, how much of a program it has to know; `fix`, what its fix is worth: a `safe` "
      "one\n"
      "provably keeps what the program does, one for `review` is for somebody to look at. Options\n"
      "stand with their values. Those that see `telemetry` run when `--telemetry` is given, and "
      "are "
      "not\n"
      "there for clang-tidy.\n";
  for (const auto category : rules::kCategories) write_table(out, category, selection);
  return out;
}

}  // namespace pool_audit
