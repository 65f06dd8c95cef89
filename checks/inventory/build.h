// The linked program and the pool models become the inventory.
//
//   Program --survey, recognise--> hand-written pools --roles--> gets and puts
//           --identity--> which pool a site speaks of   --object flow--> pairing
//   rounds: a function that returns what it got is a get for its callers
#pragma once

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
  // their wrappers, and functions that are handed a pooled object, or that `inspect` would see, but
  // whose body nobody has seen.
  // The scan looks for them in the units that it skipped.
  std::set<std::string> wanted_names;
  // What was recognised by structure, for the suggestion of models.
  std::vector<model::RecognisedPool> recognised;
};

// `inspect` is asked once, when the pools are known.
[[nodiscard]] Built build(const analysis::Program& program, const model::ModelSet& models,
                          const Inspect& inspect = {});

}  // namespace pool_audit::inventory
