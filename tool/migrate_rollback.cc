// Going back to what the files were before a migration.
//
// Three contents of each file are there: before the first step and after the last one, which git
// has under the names in the file, and the one of now. What was changed since is kept.
#include <algorithm>
#include <filesystem>

#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"
#include "tool/cli/exit_code.h"
#include "tool/console.h"
#include "tool/git/git.h"
#include "tool/migrate_command.h"
#include "tool/refactor/journal.h"
#include "tool/refactor/migration_file.h"
#include "tool/refactor_delivery.h"

namespace pool_audit {

namespace fs = std::filesystem;

using refactor::FileChange;
using refactor::MigratedFile;
using refactor::MigrationFile;
using refactor::PlannedMigration;

namespace {

// `now` without what turned `before` into `after`.
Result<std::string> merged(const std::string& root, const std::string& now,
                           const std::string& before, const std::string& after,
                           const std::string& path) {
  if (now == after) return before;
  ScratchFolder scratch;
  if (scratch.path().empty()) return fail("no temporary folder can be made; set TMPDIR");
  const auto write = [&](const char* name, const std::string& text) {
    return write_file_atomically(scratch.path() + "/" + name, text);
  };
  for (const auto& [name, text] :
       {std::pair{"now", &now}, std::pair{"after", &after}, std::pair{"before", &before}}) {
    if (auto written = write(name, *text); !written) return tl::unexpected<Error>(written.error());
  }
  auto text = git::run(root, {"merge-file", "-p", "--", scratch.path() + "/now",
                              scratch.path() + "/after", scratch.path() + "/before"});
  if (text) return text;
  return fail("was changed since in the same lines; nothing was written, change it back by hand",
              path);
}

Result<void> take_back(const std::string& root, const MigratedFile& file,
                       refactor::Changes& changes) {
  std::error_code failed;
  const std::string path = fs::canonical(root + "/" + file.path, failed).string();
  if (failed) return fail("cannot be found: " + failed.message(), file.path);
  auto now = read_file(path);
  if (!now) return tl::unexpected<Error>(now.error());
  const auto before = git::run(root, {"cat-file", "blob", file.before});
  const auto after = git::run(root, {"cat-file", "blob", file.after});
  if (!before || !after) {
    return fail("git does not have its earlier contents any more; git revert the steps instead",
                file.path);
  }
  FileChange& change = changes.try_emplace(path, FileChange{*now, *now}).first->second;
  auto text = merged(root, change.after, *before, *after, file.path);
  if (!text) return tl::unexpected<Error>(text.error());
  change.after = std::move(*text);
  return {};
}

bool is_asked_for(const cli::Options& options, const PlannedMigration& each) {
  return options.pool.empty() || is_named(each.pool, options.pool);
}

}  // namespace

int run_migrate_rollback(const cli::Options& options) {
  auto root = migration_root(options.root);
  if (!root) return fail_with(root.error());
  auto file = refactor::read_migrations(*root);
  if (!file) return fail_with(file.error());
  cli::Options writing = options;
  writing.apply = true;
  if (auto clean = check_clean(writing, *root); !clean) return fail_with(clean.error());
  refactor::Changes changes;
  MigrationFile left;
  for (const PlannedMigration& each : *file) {
    if (!is_asked_for(options, each)) {
      left.push_back(each);
      continue;
    }
    if (each.files.empty()) {
      return fail_with(Error{"git did not have the files of " + each.pool +
                                 " when they were changed; see pool-audit refactor undo",
                             *root});
    }
    for (const MigratedFile& changed : each.files) {
      if (auto done = take_back(*root, changed, changes); !done) return fail_with(done.error());
    }
  }
  if (left.size() == file->size()) {
    return fail_with(
        Error{"no migration of this name is in pool-migration.json: " + options.pool, *root});
  }
  std::erase_if(changes, [](const auto& each) { return each.second.before == each.second.after; });
  const std::string path = *root + "/" + std::string(refactor::kMigrationFile);
  auto text = read_file(path);
  if (!text) return fail_with(text.error());
  changes[path] = {.before = *text,
                   .after = left.empty() ? "" : refactor::print_migrations(left),
                   .removed = left.empty()};
  const std::string journal = refactor::journal_path(*root);
  if (auto done = refactor::carry_out(changes, journal); !done) return fail_with(done.error());
  tell_written(options, changes.size());
  return cli::to_int(cli::ExitCode::clean);
}

}  // namespace pool_audit
