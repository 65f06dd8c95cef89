#include "tool/refactor_command.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "checks/support/spelling.h"
#include "tool/cli/exit_code.h"
#include "tool/pipeline.h"
#include "tool/refactor/bound.h"
#include "tool/refactor/check.h"
#include "tool/refactor/encapsulate.h"
#include "tool/refactor/guard.h"
#include "tool/refactor/instrument.h"
#include "tool/refactor/journal.h"
#include "tool/refactor/remove.h"
#include "tool/refactor/remove_together.h"
#include "tool/refactor/reset.h"
#include "tool/refactor/verify.h"
#include "tool/refactor_delivery.h"
#include "tool/refactor_judge.h"
#include "tool/report/phrases.h"
#include "tool/report/report.h"

namespace pool_audit {

namespace fs = std::filesystem;

using cli::Command;
using cli::ExitCode;
using cli::to_int;
using refactor::Group;
using refactor::Plan;

namespace {

// An empty list names all.
bool is_asked_for(const std::string& name, const std::vector<std::string>& asked) {
  return asked.empty() ||
         std::ranges::any_of(asked, [&](const std::string& each) { return is_named(name, each); });
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
    group.function = each.function;
    group.title = "mend " + each.rule + (each.function.empty() ? "" : " in " + each.function);
    group.evidence = each.message + " (" + text_of(each.place) + ").";
    group.edits = each.edits;
    out.groups.push_back(std::move(group));
  }
  return out;
}

// Appends the groups and the manual work of one pool, by its index.
using Planner = void (*)(const inventory::Subject&, size_t, refactor::Sources&, Plan&);

// A kind of refactoring that is planned from the program; `fix` takes the edits of findings.
struct Kind {
  Command command;
  Planner plan;
};

constexpr std::array kKinds = {
    Kind{Command::refactor_check, refactor::plan_checks},
    Kind{Command::refactor_encapsulate, refactor::plan_encapsulation},
    Kind{Command::refactor_guard, refactor::plan_guards},
    Kind{Command::refactor_instrument, refactor::plan_instrument},
    Kind{Command::refactor_reset, refactor::plan_resets},
};

// Have options of their own.
constexpr Kind kBound = {Command::refactor_bound, nullptr};
constexpr Kind kRemove = {Command::refactor_remove, nullptr};

const Kind* kind_of(Command command) {
  for (const Kind* each : {&kBound, &kRemove}) {
    if (command == each->command) return each;
  }
  const auto* found = std::ranges::find(kKinds, command, &Kind::command);
  return found != kKinds.end() ? found : nullptr;
}

// A function that is asked for and has no site of the pools is a slip, not an empty plan.
Result<void> check_callers(const cli::Options& options, const inventory::Inventory& inventory) {
  std::set<std::string> known;
  for (const size_t pool : pools_named(inventory.pools, options.pool)) {
    for (const inventory::Site& site : inventory.pools[pool].sites) known.insert(site.function);
  }
  for (const inventory::Finding& each : inventory.findings) known.insert(each.function);
  for (const std::string& asked : options.callers) {
    if (std::ranges::any_of(known,
                            [&](const std::string& each) { return is_asked_for(each, {asked}); })) {
      continue;
    }
    std::vector<std::string_view> names(known.begin(), known.end());
    std::string near(nearest_word(asked, names));
    for (std::string_view& each : names) each = each.substr(each.rfind(':') + 1);
    if (near.empty()) near = nearest_word(asked, names);
    return fail("no function called '" + asked + "' takes from the pool or puts into it" +
                (near.empty() ? "" : "; did you mean '" + near + "'?"));
  }
  return {};
}

struct Planned {
  RunResult run;
  Plan plan;
  refactor::Definitions defined;
};

Result<Planned> plan_of(const cli::Options& options) {
  Planned out;
  Plan seen;
  Extra extra;
  const Kind* kind = kind_of(options.command);
  const auto plan_kind = [&](const inventory::Subject& subject, const std::string& root) {
    out.defined = refactor::definitions_of(subject.program);
    if (kind == nullptr) return;
    seen = {};
    refactor::Sources sources(root);
    for (const size_t pool : pools_named(subject.pools, options.pool)) {
      if (kind == &kBound) {
        const refactor::Bounds bounds{options.object_limit, options.spares};
        refactor::plan_bounds(subject, pool, sources, bounds, seen);
      } else if (kind == &kRemove) {
        refactor::plan_removal(subject, pool, sources, options.all_instances, seen);
      } else {
        kind->plan(subject, pool, sources, seen);
      }
    }
    if (kind == &kRemove) refactor::plan_together(subject.program, sources, seen);
  };
  extra.observe = plan_kind;
  auto run = run_inventory(options, extra);
  if (!run) return tl::unexpected<Error>(run.error());
  out.run = std::move(*run);
  if (out.run.interrupted_by != 0) return out;
  if (!options.pool.empty()) {
    // For the names of the nearest pools.
    if (auto only = report::only_pool(out.run.report, options.pool); !only) {
      return tl::unexpected<Error>(only.error());
    }
  }
  if (auto known = check_callers(options, out.run.report.inventory); !known) {
    return tl::unexpected<Error>(known.error());
  }
  out.plan =
      kind != nullptr ? std::move(seen) : plan_of_findings(options, out.run.report.inventory);
  if (!options.callers.empty() && kind != nullptr) {
    std::erase_if(out.plan.groups, [&](const Group& group) {
      return !group.foundation && !is_asked_for(group.function, options.callers);
    });
  }
  return out;
}

int carry_out(const cli::Options& asked) {
  auto with_runtime = with_runtime_headers(asked);
  if (!with_runtime) return fail_with(with_runtime.error());
  const cli::Options& options = *with_runtime;
  auto planned = plan_of(options);
  if (!planned) return fail_with(planned.error());
  tell_of(options, planned->run);
  if (planned->run.interrupted_by != 0) return cli::kSignalBase + planned->run.interrupted_by;
  const std::string& root = planned->run.root;
  if (auto clean = check_clean(options, root); !clean) return fail_with(clean.error());
  std::set<std::string> pools;
  for (const Group& group : planned->plan.groups) pools.insert(group.pool);
  auto verified =
      refactor::verify(root, std::move(planned->plan.groups),
                       judge_of(options, planned->run, planned->defined, std::move(pools)));
  if (!verified) return fail_with(verified.error());
  explain_runtime_headers(*verified);
  if (!options.quiet) {
    for (const refactor::Manual& each : planned->plan.notes) {
      complain(text_of(each.place) + ": " + each.reason);
    }
  }
  return deliver(
      options, root, planned->plan.manual, *verified,
      "Verified by analysing the program with it: it parses as before, and no rule finds "
      "more than before.");
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
  if (!options.quiet) complain(report::counted(undone->restored.size(), "file") + " restored");
  return to_int(ExitCode::clean);
}

}  // namespace

int run_refactor_command(const cli::Options& options) {
  return options.command == Command::refactor_undo ? undo(options) : carry_out(options);
}

}  // namespace pool_audit
