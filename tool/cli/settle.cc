#include "tool/cli/settle.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "checks/support/spelling.h"
#include "tool/cli/choose.h"
#include "tool/cli/wording.h"

namespace pool_audit::cli {
namespace {

using Words = std::vector<std::string>;
using Names = std::vector<std::string_view>;  // into the table

std::optional<Format> format_of(const std::string& path) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension == ".json") return Format::json;
  if (extension == ".md" || extension == ".markdown") return Format::markdown;
  if (extension == ".html" || extension == ".htm") return Format::html;
  if (extension == ".sarif") return Format::sarif;
  if (extension == ".csv") return Format::csv;
  if (extension == ".txt" || extension == ".text") return Format::text;
  return std::nullopt;
}

std::string_view format_name(Format format) {
  return find_option("--format")->choices[static_cast<size_t>(format)];
}

// What --format speaks of: standard output, and files whose extension does not tell.
bool has_use_for_format(const Draft& draft) {
  return std::ranges::any_of(draft.outputs, [](const Output& output) {
    return output.path == "-" || !format_of(output.path);
  });
}

Result<void> settle_outputs(Draft& draft) {
  if (draft.outputs.empty()) draft.outputs.emplace_back();
  const bool format_is_used = has_use_for_format(draft);
  for (size_t i = 0; i < draft.outputs.size(); ++i) {
    Output& output = draft.outputs[i];
    for (size_t j = 0; j < i; ++j) {
      if (draft.outputs[j].path == output.path) {
        return fail("--output " + output.path + " is given twice");
      }
    }
    const std::optional<Format> told = output.path == "-" ? std::nullopt : format_of(output.path);
    if (told && draft.format && *told != *draft.format && !format_is_used) {
      return fail("--format " + std::string(format_name(*draft.format)) +
                  " contradicts the extension of " + in_quotes(output.path) +
                  "; leave out --format or rename the file");
    }
    if (!told && !draft.format && output.path != "-") {
      return fail("cannot tell the format of " + in_quotes(output.path) +
                  " from its name; use .txt, .json, .md, .html, .sarif or .csv, or add --format");
    }
    output.format = told ? *told : draft.format.value_or(Format::text);
  }
  return {};
}

Result<void> settle_single_output(Draft& draft, bool required, const CommandSpec& command) {
  if (draft.outputs.size() > 1) return fail("--output is given twice" + see_help(command));
  if (draft.outputs.empty() && required) {
    return fail("where to? add --output FILE" + see_help(command));
  }
  if (!draft.outputs.empty() && draft.outputs[0].path != "-") draft.output = draft.outputs[0].path;
  draft.outputs.clear();
  return {};
}

Result<void> take_build(Draft& draft, const CommandSpec& command) {
  if (!draft.inputs.empty()) {
    if (!draft.build.empty() && draft.build != draft.inputs[0]) {
      return fail("two builds are given: " + in_quotes(draft.build) + " and " +
                  in_quotes(draft.inputs[0]));
    }
    draft.build = draft.inputs[0];
    draft.inputs.clear();
  }
  if (draft.build.empty()) return fail("which build? name its folder" + see_help(command));
  return {};
}

// One name a line; empty lines do not count.
Result<void> expand_lists(Draft& draft, const Surroundings& surroundings) {
  Words expanded;
  for (const std::string& input : draft.inputs) {
    if (!input.starts_with('@')) {
      expanded.push_back(input);
      continue;
    }
    auto text = surroundings.read(input.substr(1));
    if (!text) return tl::unexpected(text.error());
    size_t from = 0;
    while (from < text->size()) {
      const size_t to = std::min(text->find('\n', from), text->size());
      std::string line = text->substr(from, to - from);
      if (line.ends_with('\r')) line.pop_back();
      if (!line.empty()) expanded.push_back(std::move(line));
      from = to + 1;
    }
  }
  if (expanded.empty()) return fail("the lists name no facts files");
  draft.inputs = std::move(expanded);
  return {};
}

Result<void> settle_extract(Draft& draft, const CommandSpec& command) {
  if (draft.compile_command.empty()) {
    if (draft.inputs.empty()) {
      return fail("what to read? name a source file, or a compile command behind --" +
                  see_help(command));
    }
    if (draft.build.empty()) {
      return fail("how is " + in_quotes(draft.inputs[0]) +
                  " compiled? add --build PATH, or a compile command behind --" +
                  see_help(command));
    }
  } else if (!draft.build.empty() || !draft.inputs.empty()) {
    return fail("the compile command behind -- says it all; leave out " +
                (draft.build.empty() ? in_quotes(draft.inputs[0]) : "--build") + see_help(command));
  }
  return settle_single_output(draft, true, command);
}

Result<void> settle_shell(Draft& draft, const CommandSpec& command) {
  const Names& known = command.operand.choices;
  const auto found = std::ranges::find(known, draft.inputs[0]);
  if (found == known.end()) {
    return fail("no completions for " + in_quotes(draft.inputs[0]) + ": expected " +
                alternatives(known) + did_you_mean(nearest_word(draft.inputs[0], known)));
  }
  draft.shell = static_cast<Shell>(found - known.begin());
  draft.inputs.clear();
  return {};
}

// Where the findings come from, and what they are compared with.
Result<void> settle_baseline(Draft& draft, const CommandSpec& command) {
  const bool run = !draft.inputs.empty() || !draft.build.empty();
  if (run && !draft.from_report.empty()) {
    return fail("--from takes the findings of a report; leave out the build" + see_help(command));
  }
  if (draft.from_report.empty()) {
    if (auto ok = take_build(draft, command); !ok) return ok;
  }
  if (draft.command == Command::baseline_create) return settle_single_output(draft, true, command);
  if (draft.baseline.empty()) {
    return fail("which baseline? add --baseline FILE" + see_help(command));
  }
  return {};
}

Result<void> settle_comparison(const Draft& draft, const CommandSpec& command) {
  if (!draft.baseline.empty() && !draft.since.empty()) {
    return fail("--baseline and --since both say what is known; choose one" + see_help(command));
  }
  if (draft.strict_baseline && draft.baseline.empty()) {
    return fail("--strict-baseline wants --baseline FILE" + see_help(command));
  }
  return {};
}

Result<void> settle_topic(Draft& draft) {
  for (const std::string& word : draft.inputs) {
    draft.help_topic += (draft.help_topic.empty() ? "" : " ") + word;
  }
  draft.inputs.clear();
  const std::string& topic = draft.help_topic;
  if (topic.empty() || find_command(topic) != nullptr || !second_words(topic).empty()) return {};
  Names known = first_words();
  for (const CommandSpec& command : all_commands()) {
    if (!command.hidden) known.push_back(command.words);
  }
  return fail("no help on " + in_quotes(topic) + ": it is not a command" +
              did_you_mean(nearest_word(topic, known)));
}

// What says how to read telemetry, without any to read.
Result<void> check_telemetry(const Draft& draft, const CommandSpec& command) {
  if (!draft.telemetry.empty()) return {};
  const std::pair<std::string_view, bool> given[] = {
      {"--telemetry-token", !draft.telemetry_token.empty()},
      {"--telemetry-ca", !draft.telemetry_ca.empty()},
      {"--telemetry-seconds", draft.telemetry_seconds != 0},
      {"--telemetry-window", draft.telemetry_window_seconds != 0},
      {"--telemetry-step", draft.telemetry_step_seconds != Options().telemetry_step_seconds},
      {"--telemetry-revision", !draft.telemetry_revision.empty()},
      {"--previous-report", !draft.previous_reports.empty()},
  };
  for (const auto& [name, is_given] : given) {
    if (is_given) {
      return fail(std::string(name) + " is of no use without --telemetry SOURCE" +
                  see_help(command));
    }
  }
  return {};
}

Result<void> settle_document(Draft& draft, const CommandSpec& command) {
  if (auto ok = take_build(draft, command); !ok) return ok;
  if (draft.telemetry.empty()) {
    return fail("what was measured? add --telemetry SOURCE" + see_help(command));
  }
  if (draft.check_only && (draft.apply || !draft.patches.empty())) {
    return fail("--check writes nothing; leave out --apply and --patches" + see_help(command));
  }
  return {};
}

}  // namespace

Result<void> settle(Draft& draft, const CommandSpec& command, const Surroundings& surroundings) {
  const bool about_findings = draft.command == Command::check || draft.command == Command::diff ||
                              draft.max_issues.has_value();
  draft.fail_on = draft.fail_on_asked.value_or(about_findings ? FailOn::findings : FailOn::never);
  if (auto ok = settle_comparison(draft, command); !ok) return ok;
  switch (draft.command) {
    case Command::inventory:
    case Command::check:
      if (auto ok = take_build(draft, command); !ok) return ok;
      if (auto ok = check_telemetry(draft, command); !ok) return ok;
      return settle_outputs(draft);
    case Command::model_suggest:
      if (auto ok = take_build(draft, command); !ok) return ok;
      return settle_single_output(draft, false, command);
    case Command::link:
      if (auto ok = expand_lists(draft, surroundings); !ok) return ok;
      if (auto ok = check_telemetry(draft, command); !ok) return ok;
      return settle_outputs(draft);
    case Command::rules:
    case Command::diff:
      return settle_outputs(draft);
    case Command::baseline_create:
    case Command::baseline_prune:
      return settle_baseline(draft, command);
    case Command::refactor_bound:
    case Command::refactor_check:
    case Command::refactor_encapsulate:
    case Command::refactor_guard:
    case Command::refactor_instrument:
    case Command::refactor_remove:
    case Command::refactor_reset:
    case Command::refactor_fix:
      if (auto ok = take_build(draft, command); !ok) return ok;
      if ((draft.command == Command::refactor_encapsulate ||
           draft.command == Command::refactor_remove) &&
          draft.pool.empty()) {
        return fail("which pool? add --pool NAME" + see_help(command));
      }
      if (!draft.test_command.empty() && !draft.apply) {
        return fail("--test-command wants --apply" + see_help(command));
      }
      return {};
    case Command::refactor_migrate:
    case Command::migrate_resume:
    case Command::migrate_status:
      if (auto ok = take_build(draft, command); !ok) return ok;
      if (draft.command == Command::refactor_migrate && draft.pool.empty()) {
        return fail("which pool? add --pool NAME" + see_help(command));
      }
      if (!draft.test_command.empty() && !draft.apply) {
        return fail("--test-command wants --apply" + see_help(command));
      }
      return {};
    case Command::document:
      return settle_document(draft, command);
    case Command::baseline_merge:
      return settle_single_output(draft, false, command);
    case Command::extract:
      return settle_extract(draft, command);
    case Command::completions:
      return settle_shell(draft, command);
    case Command::help:
      return settle_topic(draft);
    default:
      return {};
  }
}

}  // namespace pool_audit::cli
