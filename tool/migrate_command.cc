#include "tool/migrate_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"
#include "tool/cli/exit_code.h"
#include "tool/git/git.h"
#include "tool/pipeline.h"
#include "tool/refactor/migrate.h"
#include "tool/refactor/migration_file.h"
#include "tool/refactor/verify.h"
#include "tool/refactor_delivery.h"
#include "tool/refactor_judge.h"
#include "tool/report/report.h"

namespace pool_audit {

namespace fs = std::filesystem;

using cli::Command;
using cli::ExitCode;
using cli::to_int;
using refactor::Group;
using refactor::Migration;
using refactor::MigrationFile;
using refactor::PlannedMigration;
using refactor::PlannedStep;
using refactor::Step;
using refactor::StepState;

namespace {

// Whether a step is asked for: by one of its functions, or by nobody in particular. Not those that
// were tried in vain.
refactor::Chosen chosen_by(const cli::Options& options, const std::set<std::string>& in_vain) {
  return [&options, &in_vain](const std::vector<std::string>& functions) {
    if (std::ranges::any_of(functions, [&](const auto& each) { return in_vain.contains(each); })) {
      return false;
    }
    return options.callers.empty() ||
           std::ranges::any_of(functions, [&](const std::string& function) {
             return std::ranges::any_of(options.callers, [&](const std::string& asked) {
               return is_named(function, asked);
             });
           });
  };
}

// The file and the program, side by side.
struct State {
  RunResult run;
  MigrationFile file;
  std::vector<Migration> migrations;  // of the pools that are there still
  refactor::Definitions defined;
};

// Whether a pool is one of those that the command works on.
bool is_wanted(const cli::Options& options, const MigrationFile& file, const std::string& pool) {
  if (!options.pool.empty() && !is_named(pool, options.pool)) return false;
  if (options.command == Command::refactor_migrate) return true;
  return std::ranges::any_of(
      file, [&](const PlannedMigration& each) { return each.pool == pool && !each.is_done; });
}

Result<State> state_of(const cli::Options& options, const refactor::Chosen& chosen) {
  State out;
  // The program tells its root; what is planned of it depends on the file in there.
  Result<MigrationFile> file = MigrationFile{};
  Extra extra;
  extra.observe = [&](const inventory::Subject& subject, const std::string& root) {
    file = refactor::read_migrations(root);
    out.migrations.clear();
    out.defined = refactor::definitions_of(subject.program);
    if (!file) return;
    refactor::Sources sources(root);
    for (size_t i = 0; i < subject.pools.size(); ++i) {
      if (!is_wanted(options, *file, subject.pools[i].name)) continue;
      out.migrations.push_back(refactor::plan_migration(subject, i, sources, chosen));
    }
  };
  auto run = run_inventory(options, extra);
  if (!run) return tl::unexpected<Error>(run.error());
  if (!file) return tl::unexpected<Error>(file.error());
  out.run = std::move(*run);
  out.file = std::move(*file);
  return out;
}

PlannedMigration* find(MigrationFile& file, const std::string& pool) {
  const auto found = std::ranges::find(file, pool, &PlannedMigration::pool);
  return found != file.end() ? &*found : nullptr;
}

// Takes into the file what the sources say: which steps are left, and which are done.
void update(PlannedMigration& planned, const Migration& now,
            const std::set<std::string>& done_now) {
  planned.becomes = now.new_name.empty() ? planned.becomes : now.new_name;
  planned.type = now.type.empty() ? planned.type : now.type;
  std::map<std::string, const Step*> left;
  for (const Step& step : now.steps) {
    for (const std::string& function : step.functions) left[function] = &step;
  }
  for (PlannedStep& step : planned.steps) {
    const auto open = std::ranges::find_if(
        step.functions, [&](const std::string& each) { return left.contains(each); });
    step.state = open == step.functions.end() || done_now.contains(*open) ? StepState::done
                                                                          : StepState::open;
    step.reason.clear();
    if (step.state == StepState::open && !left[*open]->manual.empty()) {
      step.state = StepState::by_hand;
      step.reason = left[*open]->manual.front().reason;
    }
  }
}

// The steps of a migration that begins now.
PlannedMigration begun(const Migration& now) {
  PlannedMigration out;
  out.pool = now.pool_name;
  for (const Step& step : now.steps) out.steps.push_back({step.functions, StepState::open, ""});
  return out;
}

// What git calls this content; stored there, so that a rollback finds it. "" without git.
std::string stored(const std::string& root, const std::string& text) {
  ScratchFolder scratch;
  const std::string path = scratch.path() + "/content";
  if (scratch.path().empty() || !write_file_atomically(path, text)) return {};
  auto name = git::run(root, {"hash-object", "-w", "--no-filters", "--", path});
  if (!name) return {};
  while (name->ends_with('\n')) name->pop_back();
  return *name;
}

void note_files(PlannedMigration& planned, const std::string& root,
                const refactor::Changes& changes, const std::set<std::string>& touched) {
  for (const auto& [path, change] : changes) {
    if (!touched.contains(path)) continue;
    const std::string name = fs::path(path).lexically_relative(root).string();
    const std::string after = stored(root, change.after);
    if (after.empty()) continue;
    const auto known = std::ranges::find(planned.files, name, &refactor::MigratedFile::path);
    if (known != planned.files.end()) {
      known->after = after;
    } else {
      planned.files.push_back({name, stored(root, change.before), after});
    }
  }
  std::ranges::sort(planned.files, {}, &refactor::MigratedFile::path);
}

// The real paths that some groups change.
std::set<std::string> touched_by(const std::string& root, const std::vector<const Group*>& groups) {
  std::set<std::string> out;
  std::error_code ignored;
  for (const Group* group : groups) {
    for (const inventory::Edit& edit : group->edits) {
      out.insert(fs::canonical(root + "/" + edit.place.file, ignored).string());
    }
  }
  return out;
}

// The file when these groups are done.
std::string file_after(const State& state, const std::vector<Group>& done,
                       const refactor::Changes& changes) {
  MigrationFile out = state.file;
  for (const Migration& each : state.migrations) {
    std::vector<const Group*> own;
    for (const Group& group : done) {
      if (group.pool == each.pool) own.push_back(&group);
    }
    PlannedMigration* planned = find(out, each.pool_name);
    if (own.empty() && planned == nullptr) continue;
    if (planned == nullptr) {
      out.push_back(begun(each));
      planned = &out.back();
    }
    const auto is_done = [&](const Group& group) {
      return std::ranges::any_of(own, [&](const Group* other) { return *other == group; });
    };
    std::set<std::string> functions;
    for (const Step& step : each.steps) {
      if (is_done(step.group)) functions.insert(step.functions.begin(), step.functions.end());
    }
    update(*planned, each, functions);
    planned->is_done = each.ends_with_steps ? is_done(each.steps.back().group)
                                            : !each.end.empty() && is_done(each.end.front());
    note_files(*planned, state.run.root, changes, touched_by(state.run.root, own));
  }
  std::ranges::sort(out, {}, &PlannedMigration::pool);
  return refactor::print_migrations(out);
}

refactor::Plan plan_of(const State& state, const refactor::Chosen& chosen) {
  refactor::Plan out;
  for (const Migration& each : state.migrations) {
    refactor::Plan one = refactor::plan_of(each, chosen);
    out.groups.insert(out.groups.end(), one.groups.begin(), one.groups.end());
    out.manual.insert(out.manual.end(), one.manual.begin(), one.manual.end());
  }
  return out;
}

Result<refactor::Verified> verified_plan(const cli::Options& options, const State& state,
                                         const refactor::Plan& plan) {
  std::set<std::string> pools;
  for (const Migration& each : state.migrations) pools.insert({each.pool, each.new_name});
  return refactor::verify(state.run.root, plan.groups,
                          judge_of(options, state.run, state.defined, std::move(pools)));
}

// Those of the steps that were withdrawn.
std::set<std::string> withdrawn_functions(const State& state, const refactor::Verified& verified) {
  std::set<std::string> out;
  for (const Migration& each : state.migrations) {
    for (const Step& step : each.steps) {
      if (std::ranges::find(verified.withdrawn, step.group, &refactor::Withdrawn::group) !=
          verified.withdrawn.end()) {
        out.insert(step.functions.begin(), step.functions.end());
      }
    }
  }
  return out;
}

int migrate(const cli::Options& asked) {
  const auto with_runtime = with_runtime_headers(asked);
  if (!with_runtime) return fail_with(with_runtime.error());
  const cli::Options& options = *with_runtime;
  std::set<std::string> in_vain;
  const refactor::Chosen chosen = chosen_by(options, in_vain);
  auto state = state_of(options, chosen);
  if (!state) return fail_with(state.error());
  tell_of(options, state->run);
  if (state->run.interrupted_by != 0) return cli::kSignalBase + state->run.interrupted_by;
  const std::string root = state->run.root;
  if (options.command == Command::migrate_resume && state->file.empty()) {
    return fail_with(Error{"nothing was begun here: there is no pool-migration.json", root});
  }
  if (state->migrations.empty() && options.command == Command::refactor_migrate) {
    // For the names of the nearest pools.
    if (auto only = report::only_pool(state->run.report, options.pool); !only) {
      return fail_with(only.error());
    }
  }
  if (auto clean = check_clean(options, root); !clean) return fail_with(clean.error());
  refactor::Plan plan = plan_of(*state, chosen);
  auto verified = verified_plan(options, *state, plan);
  if (!verified) return fail_with(verified.error());
  if (in_vain = withdrawn_functions(*state, *verified); !in_vain.empty()) {
    // The new pool and the comment of the old one depend on who goes along.
    const std::vector<refactor::Withdrawn> earlier = std::move(verified->withdrawn);
    state = state_of(options, chosen);
    if (!state) return fail_with(state.error());
    if (state->run.interrupted_by != 0) return cli::kSignalBase + state->run.interrupted_by;
    plan = plan_of(*state, chosen);
    verified = verified_plan(options, *state, plan);
    if (!verified) return fail_with(verified.error());
    verified->withdrawn.insert(verified->withdrawn.begin(), earlier.begin(), earlier.end());
  }
  explain_runtime_headers(*verified);
  const std::string path = root + "/" + std::string(refactor::kMigrationFile);
  std::optional<std::string> before;
  if (auto text = read_file(path)) before = std::move(*text);
  const Companion companion{
      path, std::move(before),
      [&](const std::vector<Group>& done, const refactor::Changes& changes) -> Result<std::string> {
        return file_after(*state, done, changes);
      }};
  return deliver(
      options, root, plan.manual, *verified,
      "Verified by analysing the program with it: it parses as before, and no rule finds "
      "more than before.",
      &companion);
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// Functions that use the old pool and that no step names.
std::vector<std::string> unlisted(const PlannedMigration& planned, const Migration& now) {
  std::set<std::string> listed;
  for (const PlannedStep& step : planned.steps) {
    listed.insert(step.functions.begin(), step.functions.end());
  }
  std::vector<std::string> out;
  for (const Step& step : now.steps) {
    for (const std::string& function : step.functions) {
      if (!listed.contains(function)) out.push_back(function);
    }
  }
  return out;
}

int status(const cli::Options& options) {
  const std::set<std::string> none;
  auto state = state_of(options, chosen_by(options, none));
  if (!state) return fail_with(state.error());
  if (state->run.interrupted_by != 0) return cli::kSignalBase + state->run.interrupted_by;
  if (state->file.empty()) {
    if (!options.quiet) complain("nothing was begun here: there is no pool-migration.json");
    return to_int(ExitCode::clean);
  }
  bool strangers = false;
  for (PlannedMigration& planned : state->file) {
    if (!options.pool.empty() && !is_named(planned.pool, options.pool)) continue;
    const auto now = std::ranges::find(state->migrations, planned.pool, &Migration::pool_name);
    const bool is_there = now != state->migrations.end();
    update(planned, is_there ? *now : Migration{}, {});
    const auto done = std::ranges::count(planned.steps, StepState::done, &PlannedStep::state);
    std::cout << planned.pool << " -> " << planned.becomes << " (" << planned.type << "): " << done
              << " of " << planned.steps.size() << " steps done"
              << (is_there ? "" : "; the old pool is gone") << "\n";
    for (const PlannedStep& step : planned.steps) {
      std::cout << "  " << text_of(step.state) << ": " << joined(step.functions)
                << (step.reason.empty() ? "" : " (" + step.reason + ")") << "\n";
    }
    if (!is_there) continue;
    for (const std::string& function : unlisted(planned, *now)) {
      std::cout << "  not in the file: " << function << "\n";
      strangers = true;
    }
  }
  return to_int(strangers ? ExitCode::findings : ExitCode::clean);
}

}  // namespace

Result<std::string> migration_root(const std::string& root) {
  std::error_code ignored;
  fs::path at = root.empty() ? fs::current_path(ignored) : fs::path(root);
  at = fs::weakly_canonical(at, ignored);
  const auto has_file = [&](const fs::path& folder) {
    return fs::exists(folder / refactor::kMigrationFile, ignored);
  };
  if (has_file(at)) return at.string();
  // Above it as far as the repository reaches: what is beyond is somebody else's.
  const fs::path begin = at;
  while (root.empty() && !fs::exists(at / ".git", ignored) && at.has_relative_path()) {
    at = at.parent_path();
    if (has_file(at) && git::run(at.string(), {"rev-parse", "--git-dir"})) return at.string();
  }
  return fail("nothing was begun here: there is no pool-migration.json", begin.string());
}

int run_migrate_command(const cli::Options& options) {
  switch (options.command) {
    case Command::migrate_status:
      return status(options);
    case Command::migrate_rollback:
      return run_migrate_rollback(options);
    default:
      return migrate(options);
  }
}

}  // namespace pool_audit
