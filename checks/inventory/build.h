// The linked program and the pool models become the inventory.
//
//   Program --survey, recognise--> hand-written pools --roles--> gets and puts
//           --identity--> which pool a site speaks of   --object flow--> pairing
//   rounds: a function that returns what it got is a get for its callers
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/inventory/inventory.h"
#include "checks/inventory/subject.h"
#include "checks/model/describe.h"
#include "checks/model/model.h"

namespace pool_audit::inventory {

struct Built {
  std::vector<Pool> pools;
  std::vector<Finding> findings;  // of `inspect`
  std::vector<Candidate> candidates;
  // Identifiers by which a source outside this program could reach one of the pools: their names,
  // their wrappers, and functions that are handed a pooled object but whose body nobody has seen.
  // The scan looks for them in the units that it skipped.
  std::set<std::string> wanted_names;
  std::set<std::string> wanted_by_rules;  // those of `inspect`
  // `more` said that there is more to read: nothing but the wanted names counts.
  bool partial = false;
  // The function through which it took most to follow objects.
  struct Cost {
    std::string function;  // "": none was followed
    uint64_t steps = 0;    // of analysis::kMostWork
    double seconds = 0;    // of CPU
  };
  Cost highest_cost;
  // What was recognised by structure, for the suggestion of models.
  std::vector<model::RecognisedPool> recognised;
};

// Whether sources outside the program are known to mention one of these names, so that there will
// be a larger program.
using More = std::function<bool(const std::set<std::string>& wanted)>;

// `inspect` is asked once, when the pools are known. `more` is asked with what is wanted before
// each of the stages that cost most, so that none of them is spent on a program that will grow; in
// a first round also by what the models alone show, for most programs grow then.
[[nodiscard]] Built build(const analysis::Program& program, const model::ModelSet& models,
                          const Inspect& inspect = {}, const More& more = {},
                          bool first_round = false);

}  // namespace pool_audit::inventory
