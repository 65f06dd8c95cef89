#include "tool/settings.h"

#include <algorithm>
#include <utility>

#include "checks/model/loader.h"
#include "checks/rules/rules.h"
#include "checks/support/files.h"

namespace pool_audit {

namespace {

Error joined(const std::vector<Error>& errors) {
  Error out;
  for (const Error& error : errors) {
    if (!out.message.empty()) out.message += '\n';
    out.message += error.to_string();
  }
  return out;
}

}  // namespace

load::LoadOptions load_options(const cli::Options& options) {
  load::LoadOptions out;
  out.database = options.build;
  out.root = options.root;
  out.path_map = options.path_map;
  out.only = options.only;
  out.exclude = options.exclude;
  out.extra_arguments = options.extra_arguments;
  return out;
}

workers::Options worker_options(const cli::Options& options) {
  workers::Options out;
  out.command = {"/proc/self/exe", "worker"};
  out.workers = options.jobs;
  out.job_limit = std::chrono::seconds(options.time_limit_seconds);
  out.memory_limit = uint64_t{options.memory_limit_mib} << 20;
  out.recycle_memory = uint64_t{1} << 30;
  return out;
}

std::vector<std::string> config_files(const cli::Options& options, const std::string& root) {
  std::vector<std::string> files;
  if (options.user_model && !root.empty()) {
    if (std::string found = model::find_user_models(root); !found.empty()) {
      files.push_back(std::move(found));
    }
  }
  files.insert(files.end(), options.models.begin(), options.models.end());
  return files;
}

Result<rules::Selection> selection_of(const cli::Options& options) {
  rules::Selection out;
  out.patterns = options.checks;
  for (const cli::RuleOption& option : options.rule_options) {
    out.options[option.rule][option.name] = option.value;
  }
  if (auto valid = rules::validate(out); !valid) return tl::unexpected<Error>(valid.error());
  const bool lists = options.command == cli::Command::rules;
  for (const std::string& pattern :
       options.telemetry.empty() && !lists ? out.patterns : std::vector<std::string>()) {
    const rules::Entry* entry = rules::find(pattern);
    if (entry && entry->rule->scope == rules::Scope::telemetry) {
      return fail("the rule " + pattern + " looks at telemetry; add --telemetry SOURCE");
    }
  }
  return out;
}

Result<Settings> read_settings(const cli::Options& options, const std::string& root) {
  const auto asked = selection_of(options);
  if (!asked) return tl::unexpected<Error>(asked.error());
  const std::vector<std::string> files = config_files(options, root);
  auto models = model::load_models(files);
  auto config = rules::read_configs(models ? model::files_in_order(files) : files);
  std::vector<Error> errors;
  if (!models) errors = std::move(models.error());
  if (!config) {
    for (Error& error : config.error()) {
      // What keeps a file from being read is said once.
      if (std::ranges::find(errors, error) == errors.end()) errors.push_back(std::move(error));
    }
  }
  TelemetryConfig telemetry;
  for (const std::string& file : models ? model::files_in_order(files) : files) {
    const auto text = read_file(file);
    if (!text) continue;  // said above
    auto read = read_telemetry_config(*text, file, telemetry);
    if (read) continue;
    for (Error& error : read.error()) {
      if (std::ranges::find(errors, error) == errors.end()) errors.push_back(std::move(error));
    }
  }
  if (!errors.empty()) return tl::unexpected<Error>(joined(errors));
  for (rules::Acceptance& acceptance : config->acceptances) {
    acceptance.file = load::relative_to_root(acceptance.file, root);
  }
  return Settings{std::move(*models), config->selection, rules::layered(config->selection, *asked),
                  std::move(config->acceptances), std::move(telemetry)};
}

std::vector<std::string> rules_of(const rules::Selection& selection) {
  std::vector<std::string> out;
  for (const rules::Entry& entry : rules::all()) {
    if (selection.runs(*entry.rule)) out.emplace_back(entry.rule->id);
  }
  return out;
}

inventory::Inspect inspect_with(const rules::Selection& selection) {
  return [&selection](const inventory::Subject& subject) { return rules::run(subject, selection); };
}

}  // namespace pool_audit
