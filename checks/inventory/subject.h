// What a rule may ask: the program, its pools, and what became of every object that was taken.
//
// References into the inventory while it is being built: valid during the call that hands one out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "checks/analysis/effects.h"
#include "checks/analysis/member_sites.h"
#include "checks/analysis/member_writes.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/analysis/structure.h"
#include "checks/inventory/identity.h"
#include "checks/inventory/inventory.h"
#include "checks/model/model.h"

namespace pool_audit::inventory {

// One get: an event of a flow graph from which a pooled object comes. For one of Subject::given a
// put, without `outcome`.
struct Taken {
  Symbol function;     // that holds the event
  uint32_t block = 0;  // of its flow graph
  uint32_t event = 0;
  analysis::Origin origin;
  analysis::Role role;
  bool direct = true;   // the event is the get itself, not a call of a wrapper
  std::string through;  // the wrapper, "" for direct ones
  Place place;
  std::string api;            // what is called: "borrowObject"
  std::vector<size_t> pools;  // that it may come from, as indices into Subject::pools, sorted
  analysis::Outcome outcome;
  std::vector<analysis::Misuse> misuses;
  std::shared_ptr<analysis::Continuation> later;  // for the inventory: what makes `misuses` cheaper
};

struct Subject {
  const analysis::Program& program;
  const model::ModelSet& models;
  const analysis::Recognised& recognised;
  const analysis::Roles& roles;
  const analysis::Effects& effects;
  const std::vector<Pool>& pools;    // as the inventory reports them, sorted
  const std::vector<PoolKey>& keys;  // of the pools, in their order
  const std::vector<Taken>& taken;   // sorted by place
  const std::vector<Taken>& given;   // puts, with what is done with the object behind them; sorted
  const analysis::MemberWrites& member_writes;
  const analysis::MemberSites& member_sites;
  // A rule adds functions of which it would see the body; the tool looks for them in the units that
  // it skipped, and asks the rules again.
  std::set<Symbol>& wanted;
};

// What looks at a finished inventory and says what is wrong with it.
using Inspect = std::function<std::vector<Finding>(const Subject&)>;

}  // namespace pool_audit::inventory
