// What changed between two reports of a program.
//
//   findings of before and after --compare--> introduced, fixed, unchanged; pools of another class
//
// Findings are the same when their fingerprints are; suppressed ones count as not there. Pools are
// the same when their ids are. Time: n log n.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/verdict/assess.h"

namespace pool_audit::compare {

// A pool that both have, with the class that each gives it: `unmeasured` when it does not say.
struct ClassChange {
  std::string pool;  // id
  std::string name;
  inventory::Place place;  // where it stands after
  verdict::Class before = verdict::Class::unmeasured;
  verdict::Class after = verdict::Class::unmeasured;

  friend bool operator==(const ClassChange&, const ClassChange&) = default;
};

//   (C1) introduced + unchanged are the open findings of after, each once
//   (C2) fixed + unchanged + unchecked are those of before
struct Comparison {
  std::string before;  // what it is compared with, for people: "pools.baseline", "origin/main"
  std::vector<inventory::Finding> introduced;  // in the order of after
  std::vector<inventory::Finding> unchanged;   // as they stand after, in its order
  std::vector<inventory::Finding> fixed;       // in the order of before
  std::vector<inventory::Finding> unchecked;   // gone, but nobody looked there; in that order
  std::vector<std::string> added_pools;        // names, in the order of after
  std::vector<std::string> removed_pools;      // names, in the order of before
  std::vector<ClassChange> classes;            // those that differ, in the order of after

  friend bool operator==(const Comparison&, const Comparison&) = default;
};

// One of the two states. `assessment`: null without telemetry.
struct State {
  const inventory::Inventory* inventory = nullptr;
  const verdict::Assessment* assessment = nullptr;
};

// What the later run looked at; findings of `before` outside of it are not fixed but unchecked.
struct Looked {
  bool whole = true;               // nothing failed and nothing was left out by hand
  std::vector<std::string> rules;  // ids of those that ran; empty: all
};

[[nodiscard]] Comparison compare(std::string_view name_of_before, const State& before,
                                 const State& after, const Looked& looked);

// The inventory without the findings that are unchanged: what reports for people show.
[[nodiscard]] inventory::Inventory only_new(const inventory::Inventory& after,
                                            const Comparison& comparison);

}  // namespace pool_audit::compare
