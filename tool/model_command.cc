#include "tool/model_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <tuple>

#include "checks/model/describe.h"
#include "checks/model/loader.h"
#include "checks/rules/config.h"
#include "checks/support/files.h"
#include "tool/cli/exit_code.h"
#include "tool/pipeline.h"

namespace pool_audit {
namespace {

using cli::Command;
using cli::ExitCode;
using cli::to_int;

int complain(const Error& error) {
  std::cerr << "pool-audit: " << error.to_string() << "\n";
  return to_int(ExitCode::usage);
}

bool wants_json(const cli::Options& options) {
  return !options.outputs.empty() && options.outputs.front().format == cli::Format::json;
}

// What is wrong with the models of a file, and with its rules and suppressions.
std::vector<Error> errors_of(const std::string& path) {
  std::vector<Error> errors = model::check_file(path);
  const auto config = rules::read_configs(errors.empty() ? model::files_in_order({path})
                                                         : std::vector<std::string>{path});
  if (config) return errors;
  for (const Error& error : config.error()) {
    if (std::ranges::find(errors, error) == errors.end()) errors.push_back(error);
  }
  std::ranges::sort(errors, {}, [](const Error& error) {
    return std::tie(error.file, error.line, error.column, error.message);
  });
  return errors;
}

int check(const cli::Options& options) {
  bool good = true;
  for (const std::string& path : options.inputs) {
    const std::vector<Error> errors = errors_of(path);
    for (const Error& error : errors) std::cerr << error.to_string() << "\n";
    if (errors.empty()) {
      std::cout << path << ": good\n";
    } else {
      good = false;
    }
  }
  return to_int(good ? ExitCode::clean : ExitCode::usage);
}

int describe(const cli::Options& options) {
  std::vector<std::string> files;
  if (options.user_model) {
    std::error_code failed;
    const std::string here = std::filesystem::current_path(failed).string();
    if (std::string found = model::find_user_models(here); !found.empty()) files.push_back(found);
  }
  files.insert(files.end(), options.models.begin(), options.models.end());
  auto models = model::load_models(files);
  if (!models) {
    for (const Error& error : models.error()) complain(error);
    return to_int(ExitCode::usage);
  }
  if (options.command == Command::model_list) {
    std::cout << (wants_json(options) ? model::list_json(*models).dump(2) + "\n"
                                      : model::list_text(*models));
    return to_int(ExitCode::clean);
  }
  const auto found = model::find_model(*models, options.inputs.front());
  if (!found) return complain(found.error());
  std::cout << (wants_json(options) ? model::show_json(**found).dump(2) + "\n"
                                    : model::show_text(**found));
  return to_int(ExitCode::clean);
}

int suggest(const cli::Options& options) {
  auto run = run_inventory(options);
  if (!run) return complain(run.error());
  std::string text =
      "# Models of the pools that were recognised by their structure. Check each of them, then "
      "keep\n"
      "# this file as .pool-audit.yaml at the project's root.\npools:\n";
  size_t count = 0;
  for (const model::RecognisedPool& pool : run->recognised) {
    if (!options.pool.empty() && pool.type != options.pool) continue;
    const auto one = model::suggest(pool);
    if (!one) {
      std::cerr << "pool-audit: no model for " << pool.type << ": " << one.error().to_string()
                << "\n";
      continue;
    }
    // Each suggestion is a file of its own; its list goes into ours.
    const size_t list = one->find("pools:\n");
    text += list == std::string::npos ? *one : one->substr(list + 7);
    ++count;
  }
  if (count == 0) {
    std::cerr << "pool-audit: nothing was recognised by structure alone\n";
    return to_int(ExitCode::clean);
  }
  if (options.output.empty() || options.output == "-") {
    std::cout << text;
    return to_int(ExitCode::clean);
  }
  const auto written = write_file_atomically(options.output, text);
  return written ? to_int(ExitCode::clean) : complain(written.error());
}

}  // namespace

int run_model_command(const cli::Options& options) {
  switch (options.command) {
    case Command::model_check:
      return check(options);
    case Command::model_suggest:
      return suggest(options);
    default:
      return describe(options);
  }
}

}  // namespace pool_audit
