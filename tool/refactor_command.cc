#include "tool/refactor_command.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>

#include "checks/support/files.h"
#include "tool/cli/exit_code.h"
#include "tool/git/git.h"
#include "tool/load/load.h"
#include "tool/pipeline.h"
#include "tool/refactor/journal.h"
#include "tool/refactor/patch.h"
#include "tool/refactor/remove.h"
#include "tool/refactor/verify.h"
#include "tool/refactor_judge.h"
#include "tool/report/report.h"

namespace pool_audit {

namespace fs = std::filesystem;

using cli::Command;
using cli::ExitCode;
using cli::to_int;
using refactor::Group;
using refactor::Manual;
using refactor::Plan;
using refactor::Verified;

namespace {

void complain(const std::string& message) {
  std::cerr << "pool-audit: " << message << "\n";
}

int fail_with(const Error& error) {
  complain(error.to_string());
  return to_int(ExitCode::usage);
}

std::string text_of(const inventory::Place& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

// "send" and "net::send" name "net::send"; an empty list names all.
bool is_asked_for(const std::string& name, const std::vector<std::string>& asked) {
  return asked.empty() || std::ranges::any_of(asked, [&](const std::string& each) {
           return name == each || name.ends_with("::" + each);
         });
}

// Indices of the pools that are asked for. Before the report is there, names are all there is.
std::vector<size_t> pools_named(const std::vector<inventory::Pool>& pools,
                                const std::string& name) {
  std::vector<size_t> out;
  for (size_t i = 0; i < pools.size(); ++i) {
    if (name.empty() || is_asked_for(pools[i].name, {name})) out.push_back(i);
  }
  return out;
}

Plan plan_of_findings(const cli::Options& options, const inventory::Inventory& inventory) {
  Plan out;
  const std::vector<size_t> named = pools_named(inventory.pools, options.pool);
  for (const inventory::Finding& each : inventory.findings) {
    if (each.suppressed || !is_asked_for(each.function, options.callers)) continue;
    const auto pool = std::ranges::find(inventory.pools, each.pool, &inventory::Pool::id);
    const auto index = static_cast<size_t>(pool - inventory.pools.begin());
    if (!options.pool.empty() && std::ranges::find(named, index) == named.end()) continue;
    if (each.edits.empty()) {
      out.manual.push_back({each.pool, each.place, each.rule + ": " + each.message});
      continue;
    }
    Group group;
    group.pool = each.pool;
    group.pool_name = pool != inventory.pools.end() ? pool->name : "";
    group.title = "mend " + each.rule + (each.function.empty() ? "" : " in " + each.function);
    group.evidence = each.message + " (" + text_of(each.place) + ").";
    group.edits = each.edits;
    out.groups.push_back(std::move(group));
  }
  return out;
}

struct Planned {
  RunResult run;
  Plan plan;
};

Result<Planned> plan_of(const cli::Options& options) {
  Planned out;
  Plan seen;
  Extra extra;
  const auto plan_removals = [&](const inventory::Subject& subject) {
    seen = {};
    // The root is known when the run is over; the sources are read again by then.
    auto list = load::load({options.build, options.root, options.path_map, {}, {}, {}});
    if (!list) return;
    refactor::Sources sources(list->root);
    for (const size_t pool : pools_named(subject.pools, options.pool)) {
      refactor::plan_removal(subject, pool, sources, seen);
    }
  };
  if (options.command == Command::refactor_remove) extra.observe = plan_removals;
  auto run = run_inventory(options, extra);
  if (!run) return tl::unexpected<Error>(run.error());
  out.run = std::move(*run);
  if (!options.pool.empty()) {
    // For the names of the nearest pools.
    if (auto only = report::only_pool(out.run.report, options.pool); !only) {
      return tl::unexpected<Error>(only.error());
    }
  }
  out.plan = options.command == Command::refactor_remove
                 ? std::move(seen)
                 : plan_of_findings(options, out.run.report.inventory);
  if (!options.callers.empty() && options.command == Command::refactor_remove) {
    std::erase_if(out.plan.groups, [&](const Group& group) {
      return std::ranges::none_of(options.callers, [&](const std::string& caller) {
        return group.title.find(caller) != std::string::npos;
      });
    });
  }
  return out;
}

// A repository that has everything is what one can always go back to.
Result<void> check_clean(const cli::Options& options, const std::string& root) {
  if (options.allow_dirty) return {};
  auto status = git::run(root, {"status", "--porcelain", "--untracked-files=no"});
  if (!status) {
    return fail("there is no git repository to go back to; --allow-dirty writes all the same",
                root);
  }
  if (!status->empty()) {
    return fail("the work tree has changes that are not committed; commit them, or --allow-dirty",
                root);
  }
  return {};
}

std::string paragraph(const Group& group) {
  std::string out = group.evidence;
  if (!out.empty()) out += "\n\n";
  return out +
         "Verified by analysing the program with it: it parses as before, and no rule finds "
         "more than before. To take it back: git revert this commit.";
}

// One patch a group, each on top of those before it.
Result<size_t> write_patches(const cli::Options& options, const std::string& root,
                             const std::vector<Group>& groups) {
  std::error_code failed;
  fs::create_directories(options.patches, failed);
  if (failed) return fail("cannot make the folder: " + failed.message(), options.patches);
  const auto author = git::run(root, {"log", "-1", "--format=%an <%ae>"});
  const auto date = git::run(root, {"log", "-1", "--format=%aD"});
  const auto line_of = [](const Result<std::string>& text, std::string otherwise) {
    return text && !text->empty() ? text->substr(0, text->find('\n')) : otherwise;
  };
  refactor::EditSet done(root);
  refactor::Changes before;
  size_t number = 0;
  for (const Group& group : groups) {
    if (auto added = done.add(group.edits); !added) return tl::unexpected<Error>(added.error());
    refactor::Changes step = done.changes();
    refactor::Changes now = step;
    for (auto& [path, change] : step) {
      const auto earlier = before.find(path);
      if (earlier != before.end()) change.before = earlier->second.after;
    }
    std::erase_if(step, [](const auto& file) { return file.second.before == file.second.after; });
    auto diff = refactor::diff_of(step, root);
    if (!diff) return tl::unexpected<Error>(diff.error());
    ++number;
    const std::string text =
        refactor::patch_of({group.title, paragraph(group), *diff}, number, groups.size(),
                           line_of(author, "pool-audit <pool-audit@localhost>"),
                           line_of(date, "Thu, 1 Jan 1970 00:00:00 +0000"));
    const std::string path = options.patches + "/" + refactor::patch_name(number, group.title);
    if (auto written = write_file_atomically(path, text); !written) {
      return tl::unexpected<Error>(written.error());
    }
    before = std::move(now);
  }
  return number;
}

int apply(const cli::Options& options, const std::string& root, const Verified& verified) {
  const std::string journal = refactor::journal_path(root);
  if (auto done = refactor::carry_out(verified.changes, journal); !done) {
    return fail_with(done.error());
  }
  if (!options.test_command.empty()) {
    const std::string command = "cd '" + root + "' && ( " + options.test_command + " ) >&2";
    if (std::system(command.c_str()) != 0) {
      if (auto undone = refactor::undo(journal, false); !undone || !undone->untouched.empty()) {
        complain("the test command failed, and files were changed meanwhile; see refactor undo");
        return to_int(ExitCode::usage);
      }
      complain("the test command failed; all files are as they were");
      return to_int(ExitCode::findings);
    }
  }
  if (!options.quiet) {
    complain(std::to_string(verified.changes.size()) +
             " files written; pool-audit refactor undo takes it back");
  }
  return to_int(ExitCode::clean);
}

void report(const std::vector<Manual>& manual, const Verified& verified) {
  for (const Manual& each : manual) {
    std::cerr << text_of(each.place) << ": by hand: " << each.reason << "\n";
  }
  for (const refactor::Withdrawn& each : verified.withdrawn) {
    complain("withdrawn: " + each.group.title + ": " + each.reason);
  }
}

int carry_out(const cli::Options& options) {
  auto planned = plan_of(options);
  if (!planned) return fail_with(planned.error());
  for (const std::string& warning : planned->run.warnings) {
    if (!options.quiet) complain(warning);
  }
  if (planned->run.interrupted_by != 0) return cli::kSignalBase + planned->run.interrupted_by;
  const std::string& root = planned->run.root;
  if (options.apply) {
    if (auto clean = check_clean(options, root); !clean) return fail_with(clean.error());
  }
  std::set<std::string> pools;
  for (const Group& group : planned->plan.groups) pools.insert(group.pool);
  auto verified = refactor::verify(root, std::move(planned->plan.groups),
                                   judge_of(options, planned->run, std::move(pools)));
  if (!verified) return fail_with(verified.error());
  report(planned->plan.manual, *verified);
  if (verified->kept.empty()) {
    if (!options.quiet) complain("nothing to change");
  } else if (!options.patches.empty()) {
    auto count = write_patches(options, root, verified->kept);
    if (!count) return fail_with(count.error());
    if (!options.quiet) complain(std::to_string(*count) + " patches in " + options.patches);
  } else if (!options.apply) {
    auto diff = refactor::diff_of(verified->changes, root);
    if (!diff) return fail_with(diff.error());
    std::cout << *diff << std::flush;
  }
  if (options.apply && !verified->kept.empty()) {
    if (const int code = apply(options, root, *verified); code != 0) return code;
  }
  const bool whole = planned->plan.manual.empty() && verified->withdrawn.empty();
  return to_int(whole ? ExitCode::clean : ExitCode::findings);
}

int undo(const cli::Options& options) {
  std::error_code ignored;
  fs::path root = options.root.empty() ? fs::current_path(ignored) : fs::path(options.root);
  root = fs::weakly_canonical(root, ignored);
  // The journal is that of the project, wherever in it one stands.
  while (!fs::exists(refactor::journal_path(root.string()), ignored) && root.has_relative_path()) {
    root = root.parent_path();
  }
  auto undone = refactor::undo(refactor::journal_path(root.string()), options.force);
  if (!undone) return fail_with(undone.error());
  for (const std::string& path : undone->untouched) complain(path + ": was changed since");
  if (undone->restored.empty() && !undone->untouched.empty()) {
    complain("nothing was restored; --force restores the other files");
    return to_int(ExitCode::usage);
  }
  if (!options.quiet) complain(std::to_string(undone->restored.size()) + " files restored");
  return to_int(ExitCode::clean);
}

}  // namespace

int run_refactor_command(const cli::Options& options) {
  return options.command == Command::refactor_undo ? undo(options) : carry_out(options);
}

}  // namespace pool_audit
