// One source file to its facts: the stages up to `extract`, without cache and workers.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "checks/extract/extract.h"
#include "checks/facts/disk.h"
#include "checks/support/files.h"
#include "tool/extract/depfile.h"
#include "tool/extract/job.h"
#include "tool/load/load.h"
#include "tool/load/source_kind.h"
#include "tool/pipeline.h"
#include "tool/settings.h"

namespace pool_audit {

namespace fs = std::filesystem;

namespace {

// --depfile: the source, what it includes, and the models, absolute.
Result<void> write_depfile(const cli::Options& options, const std::string& root,
                           const std::string& source, const facts::TuFacts& facts) {
  std::vector<std::string> files = {source};
  const auto add = [&](const fs::path& path) {
    std::string name = (fs::path(root) / path).lexically_normal().string();
    if (std::ranges::find(files, name) == files.end()) files.push_back(std::move(name));
  };
  for (const facts::FileRead& file : facts.files) add(file.path.text());
  std::error_code failed;
  for (const std::string& file : config_files(options, root)) add(fs::absolute(file, failed));
  return write_file_atomically(options.depfile, extract_stage::depfile_text(options.output, files));
}

}  // namespace

Result<std::string> run_extract(const cli::Options& options, std::vector<std::string>& warnings) {
  if (!options.depfile.empty() && (options.output.empty() || options.output == "-")) {
    return fail("--depfile needs a file that --output names, the target of its rule");
  }
  extract_stage::Setting setting;
  load::TranslationUnit unit;
  if (!options.compile_command.empty()) {
    std::error_code failed;
    nlohmann::json entry = {{"directory", fs::current_path(failed).string()},
                            {"arguments", options.compile_command},
                            {"file", ""}};
    if (!options.inputs.empty()) {
      entry["file"] = options.inputs.front();
    } else {
      for (const std::string& argument : options.compile_command) {
        if (!argument.starts_with('-') && load::why_not_a_source(argument, "").empty() &&
            fs::is_regular_file(argument, failed)) {
          entry["file"] = argument;
        }
      }
    }
    if (entry["file"].get<std::string>().empty()) {
      return fail("the compile command behind -- names no source file that is there");
    }
    load::LoadOptions load_opts = load_options(options);
    auto list = load::load_text(nlohmann::json::array({entry}).dump(),
                                fs::current_path(failed).string(), load_opts);
    if (!list) return tl::unexpected<Error>(list.error());
    if (list->units.empty()) {
      return fail(list->bad.empty() ? "nothing to compile" : list->bad.front().reason,
                  entry["file"].get<std::string>());
    }
    unit = list->units.front();
    setting.root = list->root;
  } else {
    auto list = load::load(load_options(options));
    if (!list) return tl::unexpected<Error>(list.error());
    if (options.inputs.empty())
      return fail("no source file was named; see pool-audit help extract");
    std::error_code failed;
    const std::string wanted = fs::weakly_canonical(options.inputs.front(), failed).string();
    const auto found = std::ranges::find(list->units, wanted, &load::TranslationUnit::file);
    if (found == list->units.end()) {
      return fail("the compile database has no entry for this file", options.inputs.front());
    }
    unit = *found;
    setting.root = list->root;
  }
  auto settings = read_settings(options, setting.root);
  if (!settings) return tl::unexpected<Error>(settings.error());
  extract::Options extract_options;
  extract_options.root = setting.root;
  extract_options.macros = settings->models.macros();
  extract::Extractor extractor(std::move(extract_options));
  auto facts = extractor.run({unit.file, unit.directory, unit.arguments});
  if (!facts) return tl::unexpected<Error>(facts.error());
  for (const facts::Diagnostic& diagnostic : facts->diagnostics) {
    Error error{std::string(diagnostic.message.text()),
                std::string(diagnostic.location.file.text()), diagnostic.location.line,
                diagnostic.location.column};
    warnings.push_back(error.to_string());
  }
  if (!options.depfile.empty()) {
    if (auto written = write_depfile(options, setting.root, unit.file, *facts); !written) {
      return tl::unexpected<Error>(written.error());
    }
  }
  return facts::encode(*facts);
}

}  // namespace pool_audit
