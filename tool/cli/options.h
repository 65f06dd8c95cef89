// What a command line asks for: plain data, filled by parse.h, read by main.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pool_audit::cli {

enum class Command {
  inventory,
  check,
  extract,
  link,
  rules,
  explain,
  diff,
  baseline_create,
  baseline_prune,
  baseline_merge,
  refactor_check,
  refactor_encapsulate,
  refactor_guard,
  refactor_instrument,
  refactor_bound,
  refactor_remove,
  refactor_reset,
  refactor_fix,
  refactor_undo,
  refactor_migrate,
  migrate_status,
  migrate_resume,
  migrate_rollback,
  document,
  model_check,
  model_list,
  model_show,
  model_suggest,
  facts_print,
  cache_clear,
  cache_stats,
  cache_path,
  completions,
  help,
  version,
  worker,  // hidden: one process of the worker pool, spoken to over its pipes
};

enum class Format { text, json, markdown, html, sarif, github, gitlab, junit, csv };
enum class ColorWhen { automatic, always, never };
enum class FailOn { never, unpaired, findings };
enum class StatsForm { none, text, json };
enum class Stage { none, load, scan, extract, link, inventory };
enum class Shell { bash, zsh, fish };

// One report to write. `path` "-" is standard output.
struct Output {
  std::string path = "-";
  Format format = Format::text;

  friend bool operator==(const Output&, const Output&) = default;
};

// --rule-option pool-tiny-type.MinimumBytes=64
struct RuleOption {
  std::string rule;
  std::string name;
  long value = 0;

  friend bool operator==(const RuleOption&, const RuleOption&) = default;
};

// Fields that a command does not know keep their defaults. Paths are as the user typed them.
struct Options {
  Command command = Command::help;

  // ---- what to read
  std::string build;  // compile_commands.json or the folder that holds it; "": not given
  // The operands that are left: extract: the source file · link: facts files, `@list` expanded ·
  // model check: model files · model show: the model's id · facts print: the facts file ·
  // explain: the rule's id · diff: two reports · baseline merge: base, ours, theirs
  std::vector<std::string> inputs;
  std::vector<std::string> compile_command;                   // extract: what stands behind `--`
  std::string root;                                           // "": found from the sources
  std::vector<std::pair<std::string, std::string>> path_map;  // FROM, TO; in order
  std::vector<std::string> only;                              // globs on root-relative paths
  std::vector<std::string> exclude;
  std::vector<std::string> extra_arguments;  // appended to every compile command

  // ---- pool models
  std::vector<std::string> models;
  bool user_model = true;  // look for .pool-audit.yaml above the sources

  // ---- rules
  std::vector<std::string> checks;  // patterns, as clang-tidy reads them; empty: the defaults
  std::vector<RuleOption> rule_options;
  bool strict_suppressions = false;  // what is wrong with a suppression fails the run

  // ---- comparison: one of the first two at most
  std::string baseline;          // check: what is known; baseline prune: what to prune; "": none
  std::string since;             // revision to compare with; "": none
  bool strict_baseline = false;  // stale entries fail the run
  std::string from_report;       // baseline create, prune: instead of a run; "": none
  std::optional<uint32_t> max_issues;  // findings that a run may have; none: none, under --fail-on
  bool exit_zero = false;              // findings do not fail the run

  // ---- refactoring
  std::vector<std::string>
      callers;                    // functions, by qualified names or their last parts; empty: all
  bool apply = false;             // write what is planned
  std::string patches;            // folder for a series of patches; "": none
  bool all_instances = false;     // refactor remove: of a class, where they share its code
  uint32_t object_limit = 65536;  // refactor bound: bytes that a member may keep
  uint32_t spares = 64;           // refactor bound: objects that a pool keeps
  std::string test_command;       // run by the shell in the root behind --apply; "": none
  bool allow_dirty = false;       // also where git does not have everything
  bool check_only = false;        // document: say what has drifted, write nothing
  bool force = false;             // refactor undo: also when some files were changed since
  std::string runtime_include;    // folder of the runtime's headers, for verification; "": none

  // ---- reports
  std::vector<Output> outputs;  // inventory, link: one at least; each path occurs once
  std::string output;   // extract: the facts file; model suggest: the model file; "": stdout
  std::string depfile;  // extract: a make rule that names every file read; "": none
  std::string pool;     // show this pool alone, in detail
  bool show_suppressed = false;
  std::string why_unproven;  // pattern of the pools of which it is told; "": not asked for
  bool candidates = false;   // show what looked like a pool and was turned down
  bool verbose = false;
  bool quiet = false;
  StatsForm stats = StatsForm::none;  // times, cache hits and memory on standard error
  ColorWhen color = ColorWhen::automatic;
  FailOn fail_on = FailOn::never;
  Stage dump = Stage::none;  // print this stage's value as JSON instead of a report

  // ---- telemetry
  std::vector<std::string> telemetry;     // files, folders, addresses of Prometheus servers
  std::string telemetry_token;            // file with a bearer token; "": none
  std::string telemetry_ca;               // file with authorities to trust; "": the system's
  uint32_t telemetry_seconds = 0;         // for which counts without times ran; 0: unknown
  uint32_t telemetry_window_seconds = 0;  // of a server's history; 0: what a removal asks for
  uint32_t telemetry_step_seconds = 60;
  std::string telemetry_revision;             // of the source that was measured; "": unknown
  std::vector<std::string> previous_reports;  // JSON, oldest first

  // ---- work
  uint32_t jobs = 0;                  // 0: one worker a processor
  uint32_t time_limit_seconds = 120;  // a translation unit; 0: none
  uint32_t memory_limit_mib = 4096;   // a worker; 0: none
  std::string cache_dir;              // "": the user's cache folder
  bool cache = true;
  bool scan = true;  // skip translation units that cannot matter, without parsing them

  // ---- other commands
  Shell shell = Shell::bash;  // completions
  std::string help_topic;     // help: "" for the whole, "model check" for one command
  bool short_help = false;    // help: nothing was asked, so be brief

  friend bool operator==(const Options&, const Options&) = default;
};

}  // namespace pool_audit::cli
