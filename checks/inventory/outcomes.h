// What becomes of the object of a get, beyond what the walk through its function tells.
#pragma once

#include <optional>

#include "checks/analysis/effects.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/analysis/structure.h"
#include "checks/inventory/inventory.h"

namespace pool_audit::inventory {

[[nodiscard]] Pairing to_pairing(const analysis::Outcome& outcome);

// Whether the object is lost, on some path at least.
[[nodiscard]] bool is_miss(const analysis::Outcome& outcome);

// Whether a member keeps the object on every path on which it is not put.
[[nodiscard]] bool is_kept(const analysis::Outcome& outcome);

// The object is kept in `member`, out of which nobody ever takes it.
void lose_in_member(analysis::Outcome& outcome, const std::string& member);

// Where the function stores a pointer to the object, or into it, for longer than the walk can
// follow.
[[nodiscard]] std::optional<facts::Location> stored_at(const facts::FlowGraph& graph,
                                                       const facts::Event& event,
                                                       const analysis::Origin& origin);

// Whether something is called that takes an object out of its owner, like release().
[[nodiscard]] bool takes_out_of_owners(const analysis::Program& program,
                                       const analysis::Effects& effects,
                                       const facts::FlowGraph& graph);

// Looks things up and keeps nothing. What is passed in outlives it. Thread-safe as far as the
// effects are.
class Outcomes {
 public:
  Outcomes(const analysis::Program& program, const analysis::Recognised& recognised,
           const analysis::Effects& effects)
      : program_(program), recognised_(recognised), effects_(effects) {}

  // `direct`: the event is the get itself, not a call of a function that returns what it got.
  // `later` is for what is done with the object besides; empty where that is as cheap without.
  [[nodiscard]] analysis::Outcome of_get(const facts::FlowGraph& graph,
                                         const analysis::Origin& origin, const facts::Event& event,
                                         const analysis::Role& role, bool direct,
                                         analysis::Continuation& later) const;

 private:
  analysis::Outcome explore_callback(const facts::FlowGraph& graph, const facts::Event& event,
                                     size_t argument) const;
  // What a hand-written pool knows to be in use is not lost.
  [[nodiscard]] bool is_kept_by_callee(Symbol get) const;
  void consider_registered(const analysis::Role& role, Symbol get,
                           analysis::Outcome& outcome) const;

  const analysis::Program& program_;
  const analysis::Recognised& recognised_;
  const analysis::Effects& effects_;
};

}  // namespace pool_audit::inventory
