// Moving pools to the runtime: commands and options.
#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {

std::vector<OptionSpec> migration_options() {
  using enum ValueKind;
  return {
      {"--runtime-include",
       0,
       "FOLDER",
       folder,
       {},
       false,
       Group::refactoring,
       "verify with the headers of the runtime in FOLDER",
       "For a program whose build does not find <pool/pool.h> yet: verification adds -isystem "
       "FOLDER to every compile command. The build itself has to find them before the patch is "
       "applied.",
       store<&Draft::runtime_include>},
  };
}

std::vector<CommandSpec> migration_commands() {
  using enum ValueKind;
  const OperandSpec build = {"BUILD", path, {},
                             0,       1,    "compile_commands.json, or the folder that holds it"};
  OptionNames common = analysis_option_names();
  for (const std::string_view name : {"--pool", "--caller", "--runtime-include", "--apply",
                                      "--patches", "--test-command", "--allow-dirty", "--quiet"}) {
    common.push_back(name);
  }
  OptionNames asking = analysis_option_names();
  for (const std::string_view name : {"--pool", "--quiet"}) asking.push_back(name);
  const std::string_view verified =
      "Prints the patch. Before that the program is analysed with the edits in it: what does not "
      "compile, or brings in a finding, is withdrawn with the reason.";
  static const std::string migrate =
      "Declares a pool of the runtime beside the old one and moves its callers to it, those of "
      "--caller or all. An object that stays in one function becomes a lease; functions that hand "
      "objects to one another change together. When no caller is left the old pool goes.\n\n"
      "pool-migration.json in the root tells what was begun. Commit it with the sources: "
      "pool-migrating reports callers of the old pool that it does not list.\n\n" +
      std::string(verified) +
      "\n\n--apply writes the files; pool-audit refactor undo takes the last step back, and "
      "pool-audit refactor migrate rollback all of them.";
  static const std::string resume =
      "The next steps of every migration in pool-migration.json, or of the one of --pool: those "
      "of --caller or all that are left.\n\n" +
      std::string(verified);
  return {
      {Command::refactor_migrate,
       "refactor migrate",
       "replace a pool by one of the runtime, caller by caller",
       migrate,
       build,
       false,
       common,
       {{"pool-audit refactor migrate build --pool buffers_ --caller send", "the first caller"},
        {"pool-audit refactor migrate build --pool buffers_ --patches series",
         "all of them, a commit each"}},
       false},
      {Command::migrate_status,
       "refactor migrate status",
       "say which callers of old pools are left",
       "What the sources say of every migration in pool-migration.json: a caller that was moved by "
       "hand counts. Exits with 1 when a caller uses an old pool that the file does not list.",
       build,
       false,
       asking,
       {{"pool-audit refactor migrate status build", ""}},
       false},
      {Command::migrate_resume,
       "refactor migrate resume",
       "go on with what pool-migration.json began",
       resume,
       build,
       false,
       common,
       {{"pool-audit refactor migrate resume build --apply", ""}},
       false},
      {Command::migrate_rollback,
       "refactor migrate rollback",
       "take a migration back, all steps of it",
       "Restores what the files were before the first step, from git: pool-migration.json names "
       "the contents. What others changed in them since stays. Nothing is written when that is "
       "not possible.",
       {},
       false,
       {"--root", "--pool", "--allow-dirty", "--quiet"},
       {{"pool-audit refactor migrate rollback --pool buffers_", ""}},
       false},
  };
}

}  // namespace pool_audit::cli
