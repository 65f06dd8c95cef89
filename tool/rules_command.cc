#include "tool/rules_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "checks/rules/rules.h"
#include "tool/cli/exit_code.h"
#include "tool/rules_pages.h"
#include "tool/settings.h"

namespace pool_audit {
namespace {

using cli::Command;
using cli::ExitCode;
using cli::to_int;

nlohmann::ordered_json json_of(const rules::Rule& rule, const rules::Selection& selection) {
  nlohmann::ordered_json out;
  out["id"] = rule.id;
  out["summary"] = rule.summary;
  out["category"] = text_of(rule.category);
  out["scope"] = text_of(rule.scope);
  out["fix"] = text_of(rule.fix);
  out["on_by_default"] = rule.on_by_default;
  out["runs"] = selection.runs(rule);
  out["options"] = nlohmann::ordered_json::array();
  for (const rules::Option& option : rule.options) {
    out["options"].push_back({{"name", option.name},
                              {"default", option.value},
                              {"value", selection.value_of(rule, option)},
                              {"help", option.help}});
  }
  return out;
}

// The options that somebody set to other values than the rule does.
void list_changed(const rules::Rule& rule, const rules::Selection& selection, size_t width) {
  for (const rules::Option& option : rule.options) {
    const long value = selection.value_of(rule, option);
    if (value == option.value) continue;
    std::cout << std::string(width + 9, ' ') << option.name << " = " << value << " (default "
              << option.value << ")\n";
  }
}

void list(const rules::Selection& selection) {
  size_t width = 0;
  for (const rules::Entry& entry : rules::all()) width = std::max(width, entry.rule->id.size());
  for (const auto category : rules::kCategories) {
    bool first = true;
    for (const rules::Entry& entry : rules::all()) {
      const rules::Rule& rule = *entry.rule;
      if (rule.category != category) continue;
      if (first) std::cout << title_of(category) << "\n";
      first = false;
      std::cout << (selection.runs(rule) ? "  on   " : "  off  ") << rule.id
                << std::string(width + 2 - rule.id.size(), ' ') << rule.summary;
      if (rule.fix != rules::Fix::none) std::cout << " [fix: " << text_of(rule.fix) << "]";
      std::cout << "\n";
      list_changed(rule, selection, width);
    }
  }
}

int list_all(const cli::Options& options) {
  std::error_code failed;
  const std::string here = std::filesystem::current_path(failed).string();
  const auto settings = read_settings(options, here);
  if (!settings) {
    std::cerr << "pool-audit: " << settings.error().to_string() << "\n";
    return to_int(ExitCode::usage);
  }
  const rules::Selection& selection = settings->ran;
  const cli::Format format =
      options.outputs.empty() ? cli::Format::text : options.outputs.front().format;
  if (format != cli::Format::text && format != cli::Format::json &&
      format != cli::Format::markdown) {
    std::cerr << "pool-audit: rules are listed as text, json or markdown\n";
    return to_int(ExitCode::usage);
  }
  if (format == cli::Format::text) {
    list(selection);
    return to_int(ExitCode::clean);
  }
  if (format == cli::Format::markdown) {
    std::cout << rules_index(selection);
    return to_int(ExitCode::clean);
  }
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const rules::Entry& entry : rules::all()) {
    out.push_back(json_of(*entry.rule, selection));
  }
  std::cout << out.dump(2) << "\n";
  return to_int(ExitCode::clean);
}

int explain(const std::string& name) {
  const rules::Entry* entry = rules::find(name);
  if (!entry) entry = rules::find("pool-" + name);
  if (!entry) {
    const std::string near = rules::nearest(name);
    std::cerr << "pool-audit: there is no rule '" << name << "'"
              << (near.empty() ? "" : "; did you mean " + near + "?")
              << "; pool-audit rules lists them\n";
    return to_int(ExitCode::usage);
  }
  std::cout << rule_page(*entry);
  return to_int(ExitCode::clean);
}

}  // namespace

int run_rules_command(const cli::Options& options) {
  return options.command == Command::rules ? list_all(options) : explain(options.inputs.front());
}

}  // namespace pool_audit
