// What changed between two reports of a program.
//
//   findings of before and after --compare--> introduced, fixed, unchanged; pools of another class
//
// Findings are the same when their fingerprints are; suppressed ones count as not there.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/verdict/classify.h"

namespace pool_audit::compare {

// A pool that both have, or one of them: its class was or is `unmeasured` when that one did not
// say.
struct ClassChange {
  std::string pool;  // id
  std::string name;
  inventory::Place place;  // where it stands after; where it stood before when it is gone
  verdict::Class before = verdict::Class::unmeasured;
  verdict::Class after = verdict::Class::unmeasured;

  friend bool operator==(const ClassChange&, const ClassChange&) = default;
};

struct Comparison {
  std::string before;  // what it is compared with, for people: "baseline.json", "main"
  std::vector<inventory::Finding> introduced;  // in the order of after
  std::vector<inventory::Finding> fixed;       // in the order of before
  std::vector<inventory::Finding> unchanged;   // as they stand after, in its order
  std::vector<std::string> added_pools;        // ids, in the order of after
  std::vector<std::string> removed_pools;      // names, in the order of before
  std::vector<ClassChange> classes;            // those that differ, in the order of after

  friend bool operator==(const Comparison&, const Comparison&) = default;
};

}  // namespace pool_audit::compare
