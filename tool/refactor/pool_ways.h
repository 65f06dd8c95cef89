// The ways through a get or a put of a hand-written pool, and what each comes to: an object that
// waited or one that was made, one that is kept or one that goes.
//
//   FlowGraph --one way after the other--> Ways
#pragma once

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/analysis/structure.h"
#include "checks/inventory/inventory.h"

namespace pool_audit::refactor {

enum class Fate {
  hit,      // get: gives an object that waited
  made,     // get: gives a fresh one
  failed,   // get: gives nothing
  kept,     // put: the object waits
  dropped,  // put: it is destroyed
  dies,     // put: it goes with the smart pointer that holds it
  nothing,  // put: there was no object
  unknown,  // it does not show
};

// One way from the beginning of a function to its end, exceptions apart.
struct Way {
  Fate fate = Fate::unknown;
  inventory::Place end;               // of the `return`; line 0: the end of the body
  std::set<inventory::Place> takes;   // where spares are taken out of the slot
  std::set<inventory::Place> makes;   // where objects are made
  std::set<inventory::Place> stores;  // where the object of a put is stored
  std::set<inventory::Place> drops;   // where it is destroyed
  std::set<inventory::Place> fills;   // where fresh objects are stored
  inventory::Place unclear;           // of an unknown one: why
  bool repeats = false;               // something of that happens twice
  bool may_be_none = false;           // hit, made: the object may be a null pointer
  bool untouched = false;             // failed: what an argument points to is as it was

  friend auto operator<=>(const Way&, const Way&) = default;
};

struct Ways {
  std::vector<Way> all;  // different ones, sorted
  std::string reason;    // why they are not known, "" when they are
  std::string given;     // how a get writes its object to an argument, "*out"; "": it returns it
};

[[nodiscard]] Ways ways_of(const analysis::Program& program, const analysis::HandWritten& own,
                           const analysis::Part& part, bool is_put);

}  // namespace pool_audit::refactor
