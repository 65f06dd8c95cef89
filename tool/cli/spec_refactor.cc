// Refactoring: its options and commands.
#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {
namespace {

constexpr std::string_view kHow =
    "\n\nPrints the patch. Before that the program is analysed with the edits in it: what does not "
    "compile, or brings in a finding, is withdrawn with the reason. What comes out of macros and "
    "other places that are not certain is listed as work by hand.\n\n"
    "--apply writes the files; pool-audit refactor undo takes that back.";

const std::string& described(std::string_view what) {
  static std::vector<std::string> texts;
  // Descriptions are views: the texts stay where they are.
  texts.reserve(16);
  return texts.emplace_back(std::string(what) + std::string(kHow));
}

OptionNames with_analysis(OptionNames more) {
  OptionNames out = analysis_option_names();
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

OptionNames document_option_names() {
  OptionNames out = with_analysis(telemetry_option_names());
  for (const std::string_view name :
       {"--pool", "--check", "--apply", "--patches", "--allow-dirty", "--quiet"}) {
    out.push_back(name);
  }
  return out;
}

}  // namespace

std::vector<OptionSpec> refactoring_options() {
  using enum ValueKind;
  return {
      {"--caller",
       0,
       "FUNCTION",
       text,
       {},
       true,
       Group::refactoring,
       "change this function alone",
       "By its qualified name or the last parts of it. May be given several times.",
       append_name<&Draft::callers>},
      {"--apply",
       0,
       "",
       none,
       {},
       false,
       Group::refactoring,
       "write the files",
       "All or none. The work tree of git has to be clean.",
       set<&Draft::apply, true>},
      {"--patches",
       0,
       "FOLDER",
       folder,
       {},
       false,
       Group::refactoring,
       "write a series of patches for git am to FOLDER",
       "One a group of edits that stand or fall together, with the evidence and the command that "
       "reverts it.",
       store<&Draft::patches>},
      {"--test-command",
       0,
       "COMMAND",
       text,
       {},
       false,
       Group::refactoring,
       "run COMMAND when the files are written; undo it all when it fails",
       "Run by the shell in the root of the project.",
       store<&Draft::test_command>},
      {"--allow-dirty",
       0,
       "",
       none,
       {},
       false,
       Group::refactoring,
       "also write where git does not have everything that is there",
       "",
       set<&Draft::allow_dirty, true>},
      {"--all-instances",
       0,
       "",
       none,
       {},
       false,
       Group::refactoring,
       "also take the spares of other pools of the same class, where they share its code",
       "A pool whose gets make and set up its objects keeps its class, without spares.",
       set<&Draft::all_instances, true>},
      {"--limit",
       0,
       "BYTES",
       number,
       {},
       false,
       Group::refactoring,
       "what a member of an object may keep while it waits (default: 65536)",
       "",
       [](Draft& o, const std::string& v) {
         return store_number(o.object_limit, v, 1, 0x7fffffff);
       }},
      {"--spares",
       0,
       "COUNT",
       number,
       {},
       false,
       Group::refactoring,
       "objects that a hand-written pool keeps (default: 64)",
       "",
       [](Draft& o, const std::string& v) { return store_number(o.spares, v, 1, 0x7fffffff); }},
      {"--check",
       0,
       "",
       none,
       {},
       false,
       Group::refactoring,
       "say where a comment tells another class than the telemetry, or is missing",
       "Writes nothing, and exits with 1 when there is one.",
       set<&Draft::check_only, true>},
      {"--force",
       0,
       "",
       none,
       {},
       false,
       Group::refactoring,
       "restore what can be, and leave files that were changed since",
       "",
       set<&Draft::force, true>},
  };
}

std::vector<CommandSpec> refactoring_commands() {
  using enum ValueKind;
  const OperandSpec build = {"BUILD", path, {},
                             0,       1,    "compile_commands.json, or the folder that holds it"};
  const OptionNames common = with_analysis(
      {"--pool", "--caller", "--apply", "--patches", "--test-command", "--allow-dirty", "--quiet"});
  OptionNames bounding = common;
  bounding.insert(bounding.end(), {"--limit", "--spares"});
  OptionNames removing = common;
  removing.emplace_back("--all-instances");
  const OptionNames instrumenting =
      with_analysis({"--pool", "--runtime-include", "--apply", "--patches", "--test-command",
                     "--allow-dirty", "--quiet"});
  return {
      {Command::refactor_encapsulate,
       "refactor encapsulate",
       "put an exposed pool behind functions",
       described("The functions stand beside the variable, its callers call them, and the variable "
                 "becomes private to its file or class. What names it for anything but a call "
                 "keeps it where it is."),
       build,
       false,
       common,
       {{"pool-audit refactor encapsulate build --pool net::buffers", "the patch"},
        {"pool-audit refactor encapsulate build --pool net::buffers --patches series",
         "one caller a patch"}},
       false},
      {Command::refactor_remove,
       "refactor remove",
       "replace a pool by direct construction",
       described(
           "Gets make an object, puts destroy it, and the pool goes with everything that only "
           "served it: its declarations, its class, its functions."),
       build,
       false,
       removing,
       {{"pool-audit refactor remove build --pool buffers_", "the patch"},
        {"pool-audit refactor remove build --pool buffers_ --apply", "and done"}},
       false},
      {Command::refactor_guard,
       "refactor guard",
       "let a guard put back what is put back by hand",
       described("A get and puts that are paired by hand become a std::unique_ptr with a deleter "
                 "that puts, where the object never leaves the block that takes it. A put behind "
                 "which the function does more becomes reset(); the others go. Without --pool, of "
                 "all pools."),
       build,
       false,
       common,
       {{"pool-audit refactor guard build --pool buffers_", "the patch"}},
       false},
      {Command::refactor_bound,
       "refactor bound",
       "bound what an object keeps, and how many spares there are",
       described(
           "A member that grows is shrunk above --limit: where it is cleared on the way back, "
           "else before the put. A hand-written pool that keeps everything keeps --spares "
           "objects. Without --pool, of all pools."),
       build,
       false,
       bounding,
       {{"pool-audit refactor bound build --pool buffers_ --limit 4096", "the patch"}},
       false},
      {Command::refactor_instrument,
       "refactor instrument",
       "count what a hand-written pool does, for telemetry",
       described("A meter of the runtime stands beside the spares, and each way through the get "
                 "and the put counts once: reused or made, kept or dropped. Nothing else changes. "
                 "The build has to find <pool/meter.h> and to link the runtime. Without --pool, of "
                 "all pools."),
       build,
       false,
       instrumenting,
       {{"pool-audit refactor instrument build --pool buffers_", "the patch"},
        {"pool-audit refactor instrument build --runtime-include pool/include",
         "before the build knows the runtime"}},
       false},
      {Command::refactor_check,
       "refactor check",
       "add the missing tests of gets that may give no object",
       described("The test goes behind the get and looks as others in its file. Without an object "
                 "the function does what it does where it tests other pointers, what other users "
                 "of the pool do, or what its type says. Without --pool, of all pools."),
       build,
       false,
       common,
       {{"pool-audit refactor check build --pool buffers_", "the patch"}},
       false},
      {Command::refactor_reset,
       "refactor reset",
       "add missing resets, and members that a reset leaves out",
       described("What pool-missing-reset and pool-incomplete-reset report, as far as it is "
                 "certain. Without --pool, of all pools."),
       build,
       false,
       common,
       {{"pool-audit refactor reset build --pool buffers_", "the patch"}},
       false},
      {Command::refactor_fix,
       "refactor fix",
       "carry out the fixes that findings offer",
       described("The same edits that clang-tidy and SARIF show. --checks chooses the rules."),
       build,
       false,
       common,
       {{"pool-audit refactor fix build --checks pool-missing-reset", ""}},
       false},
      {Command::refactor_undo,
       "refactor undo",
       "take back what the last --apply wrote",
       "Restores every file as it was. When one was changed since, nothing is restored without "
       "--force.",
       {},
       false,
       {"--root", "--force", "--quiet"},
       {{"pool-audit refactor undo", "of the project in this folder"}},
       false},
      {Command::document,
       "document",
       "write above each pool what was measured of it",
       "Prints the patch of a comment above the declaration of each pool, between markers: its "
       "class and rate with the date of the measurement, its bound, and the benchmark that "
       "somebody "
       "names there. What stands outside of the markers stays as it is, so write there what the "
       "pool is for. pool-stale-doc and pool-undocumented read the comment.\n\n"
       "--apply writes the files; pool-audit refactor undo takes that back. --check fails when a "
       "comment tells another class than the telemetry. What shares its line with other code or "
       "comes out of a macro is listed as work by hand; pools that were not measured are left out.",
       build,
       false,
       document_option_names(),
       {{"pool-audit document build --telemetry stats.json", "the patch"},
        {"pool-audit document build --telemetry stats.json --apply", "and done"},
        {"pool-audit document build --telemetry stats.json --check", "in CI"}},
       false},
  };
}

}  // namespace pool_audit::cli
