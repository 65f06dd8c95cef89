// What functions do with objects though they must not: with those that they take, and with those
// that they give back, wherever they have them from.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "checks/analysis/effects.h"
#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/inventory/identity.h"
#include "checks/inventory/subject.h"

namespace pool_audit::inventory {

// What is passed in outlives it. Not thread-safe.
class Misuses {
 public:
  Misuses(const analysis::Program& program, const analysis::Roles& roles,
          const analysis::Effects& effects)
      : program_(program), roles_(roles), effects_(effects) {}

  // An event of a function, and what it calls.
  struct At {
    Symbol function;
    uint32_t block = 0;
    uint32_t event = 0;
    std::string api;
  };
  // Notes a put. True when the function puts one of its parameters, so that its callers are puts,
  // too, and nobody said so yet.
  bool give(const facts::FlowGraph& graph, const At& at, const analysis::Role& role,
            const std::set<PoolKey>& keys);
  // The same for a call of such a function; nothing happens for other calls.
  bool give_through(const facts::FlowGraph& graph, const At& at);
  // Notes a get and what becomes of it. True when its function makes an owner of the object for its
  // callers, and nobody said so yet.
  bool lend(const facts::FlowGraph& graph, const At& at, const analysis::Origin& origin,
            const analysis::Outcome& outcome);
  // The same for a call of such a function.
  bool lend_through(const facts::FlowGraph& graph, const At& at);
  // The puts so far, with the pools that they speak of.
  [[nodiscard]] std::vector<std::pair<Taken, std::set<PoolKey>>>& given() { return given_; }

  // With what is done with it through the owners that its function makes of it.
  [[nodiscard]] std::vector<analysis::Misuse> of_taken(const Taken& get) const;
  // Without what is known already of an object that the function took itself.
  [[nodiscard]] std::vector<analysis::Misuse> of_given(const Taken& put,
                                                       const std::vector<Taken>& taken) const;

 private:
  [[nodiscard]] bool asks_before(const facts::FlowGraph& graph, const Taken& get) const;

  struct Putter {
    analysis::Role role;
    std::set<PoolKey> keys;
  };

  using EventKey = std::tuple<Symbol, uint32_t, uint32_t>;  // function, block, number
  // A function that makes owners: the get behind it, and the member that owns what it got; none
  // where it returns the owner.
  struct Lender {
    EventKey get;
    Symbol member;
  };
  // Where such a function is called.
  struct Lent {
    Symbol function;
    analysis::Origin origin;
  };

  const analysis::Program& program_;
  const analysis::Roles& roles_;
  const analysis::Effects& effects_;
  std::vector<std::pair<Taken, std::set<PoolKey>>> given_;
  std::map<Symbol, Putter> putters_;  // functions that put one of their parameters
  std::set<EventKey> seen_;
  std::map<Symbol, Lender> lenders_;
  std::map<EventKey, std::vector<Lent>> lent_;  // by get
  std::set<EventKey> seen_lent_;
};

}  // namespace pool_audit::inventory
