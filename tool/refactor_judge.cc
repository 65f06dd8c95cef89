#include "tool/refactor_judge.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "checks/rules/rules.h"
#include "checks/support/files.h"
#include "tool/compare/compare.h"
#include "tool/shadow.h"

namespace pool_audit {

namespace fs = std::filesystem;

using inventory::Finding;
using inventory::Inventory;
using inventory::Unit;
using inventory::UnitState;

namespace {

// The first unit that is worse than it was, in words; "" when none is.
std::string worse_unit(const Inventory& before, const Inventory& after) {
  std::map<std::string, const Unit*> known;
  for (const Unit& unit : before.units) known.emplace(unit.file, &unit);
  for (const Unit& unit : after.units) {
    if (unit.state != UnitState::failed) continue;
    const auto found = known.find(unit.file);
    const bool failed_before = found != known.end() && found->second->state == UnitState::failed;
    if (failed_before && unit.notes.size() <= found->second->notes.size()) continue;
    const std::string& why = unit.notes.empty() ? unit.reason : unit.notes.back();
    return unit.file + " would not compile: " + why;
  }
  return {};
}

// A changed source that did not compile before either, in words; "" when there is none.
std::string unverifiable(const Inventory& before, const refactor::Changes& changes,
                         const std::string& root) {
  for (const Unit& unit : before.units) {
    if (unit.state != UnitState::failed) continue;
    std::error_code ignored;
    const std::string path = fs::weakly_canonical(fs::path(root) / unit.file, ignored).string();
    if (changes.contains(path)) {
      return unit.file + " did not compile before, so that an edit in it cannot be verified";
    }
  }
  return {};
}

bool is_about_design(const std::string& id) {
  for (const rules::Entry& entry : rules::all()) {
    if (entry.rule->id == id) return entry.rule->category == rules::Category::design;
  }
  return false;
}

// Findings at changed code get other fingerprints: of the same rule in the same function, those
// that are gone stand for as many that are new.
std::string new_finding(const compare::Comparison& changes, const Inventory& after,
                        const std::set<std::string>& pools) {
  // Pools that the changes bring in are known by their names alone.
  const auto is_worked_on = [&](const std::string& id) {
    const auto pool = std::ranges::find(after.pools, id, &inventory::Pool::id);
    return pools.contains(id) || (pool != after.pools.end() && pools.contains(pool->name));
  };
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, size_t> gone;
  for (const Finding& each : changes.fixed) {
    ++gone[{each.rule, each.place.file, each.function}];
  }
  for (const Finding& each : changes.introduced) {
    // Half a refactoring leaves half a pool: what is odd about the pool as such is on its way out.
    if (is_worked_on(each.pool) && is_about_design(each.rule)) continue;
    size_t& left = gone[{each.rule, each.place.file, each.function}];
    if (left != 0) {
      --left;
      continue;
    }
    return each.rule + " would be reported at " + each.place.file + ":" +
           std::to_string(each.place.line) + ": " + each.message;
  }
  return {};
}

// One state of the program: the sources with the texts that `pick` takes of the changes.
Result<RunResult> run_with(const cli::Options& options, const RunResult& before,
                           const refactor::Changes& changes,
                           std::string refactor::FileChange::* pick, Extra extra = {}) {
  Shadow shadow;
  if (auto made = shadow.make(before.root, options.build); !made) {
    return tl::unexpected<Error>(made.error());
  }
  if (auto copied = shadow.copy_sources(); !copied) return tl::unexpected<Error>(copied.error());
  for (const auto& [path, change] : changes) {
    const std::string there =
        shadow.tree() + "/" + fs::path(path).lexically_relative(before.root).string();
    if (auto written = write_file_atomically(there, change.*pick); !written) {
      return tl::unexpected<Error>(written.error());
    }
    extra.read_by_all.push_back(there);
  }
  auto after = run_inventory(shadow.options(options, before.root), extra);
  if (after && after->interrupted_by != 0) return fail("interrupted; nothing was written");
  return after;
}

}  // namespace

refactor::Judge judge_of(const cli::Options& options, const RunResult& before,
                         const refactor::Definitions& defined, std::set<std::string> pools) {
  return [&options, &before, &defined,
          pools = std::move(pools)](const refactor::Changes& changes) -> Result<std::string> {
    if (std::string why = unverifiable(before.report.inventory, changes, before.root);
        !why.empty()) {
      return why;
    }
    std::string missing;
    Extra extra;
    extra.observe = [&](const inventory::Subject& subject, const std::string&) {
      missing = refactor::missing_definition(defined, subject.program, changes, before.root);
    };
    auto after = run_with(options, before, changes, &refactor::FileChange::after, extra);
    if (!after) return tl::unexpected<Error>(after.error());
    const Inventory& was = before.report.inventory;
    const Inventory& is = after->report.inventory;
    if (!worse_unit(was, is).empty()) {
      // All bodies were looked at this time: what was wrong in them before is no news.
      auto all = run_with(options, before, changes, &refactor::FileChange::before);
      if (!all) return tl::unexpected<Error>(all.error());
      if (std::string worse = worse_unit(all->report.inventory, is); !worse.empty()) return worse;
    }
    if (!missing.empty()) return missing;
    return new_finding(compare::compare("", {&was}, {&is}, {true, {}}), is, pools);
  };
}

}  // namespace pool_audit
