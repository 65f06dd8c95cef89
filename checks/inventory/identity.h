// Which pool an expression speaks of: the variable, field, local or parameter that an operand leads
// to, followed through references, accessors and, for parameters, through the callers.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/inventory/survey_pass.h"

namespace pool_audit::inventory {

struct PoolKey {
  enum class Kind { variable, field, local, parameter, type, unknown };
  Kind kind = Kind::unknown;
  Symbol id;           // variable or field; function of a local or parameter
  uint32_t index = 0;  // of the local or parameter
  std::string text;    // type: its spelling

  friend auto operator<=>(const PoolKey&, const PoolKey&) = default;
  friend bool operator==(const PoolKey&, const PoolKey&) = default;
};

// The type of the pool behind `key`, or kNoType.
[[nodiscard]] facts::TypeId type_of(const PoolKey& key, const analysis::Program& program);

class Identity {
 public:
  Identity(const analysis::Program& program, const SurveyPass& pass, const analysis::Roles& roles)
      : program_(program), pass_(pass), roles_(roles) {}

  // Every pool that `operand` of `event`, which is one of the events of `graph`, may stand for;
  // empty when nothing is known.
  [[nodiscard]] std::set<PoolKey> resolve(const facts::FlowGraph& graph, const facts::Event& event,
                                          const facts::Operand& operand) const;

 private:
  std::set<PoolKey> resolve_place(const facts::FlowGraph& graph, const facts::Place& place,
                                  int depth) const;
  std::set<PoolKey> from_local(const facts::FlowGraph& graph, const facts::Place& place,
                               int depth) const;
  std::set<PoolKey> from_parameter(Symbol function, uint32_t index, int depth) const;
  std::set<PoolKey> from_last_write(const facts::FlowGraph& graph, const facts::Event& event,
                                    const facts::Place& place) const;
  std::set<PoolKey> from_event(const facts::FlowGraph& graph, const facts::Event& event,
                               const facts::Place& place, int depth) const;
  std::set<PoolKey> from_capture(Symbol lambda, uint32_t index, int depth) const;
  bool leads_on(facts::TypeId type) const;
  std::set<PoolKey> from_member(Symbol field, int depth) const;
  std::set<PoolKey> from_accessor(Symbol function, int depth) const;

  const analysis::Program& program_;
  const SurveyPass& pass_;
  const analysis::Roles& roles_;
  mutable std::set<std::pair<Symbol, uint32_t>> running_;
};

}  // namespace pool_audit::inventory
