// The type that an operand or an event has when the text does not say one. The printer leaves out
// what these functions answer, the parser fills it in.
#pragma once

#include <unordered_map>

#include "checks/facts/facts.h"

namespace pool_audit::facts::text {

// One more than the highest temp that the graph mentions.
[[nodiscard]] uint32_t temps_used(const FlowGraph& graph);

// Looks things up in `facts` at the time of construction; types added later need add_type().
class Inference {
 public:
  explicit Inference(const TuFacts& facts);

  void add_type(TypeId id);

  // A pointer to `type`, the first in the table; kNoType: there is none.
  [[nodiscard]] TypeId pointer_to(TypeId type) const;

  // Before use, for the graph at hand; events must have their types.
  void enter(const FlowGraph& graph);
  [[nodiscard]] TypeId of(const Place& place) const;
  // `wants_pointer_to`: the type whose pointer is meant where the table has none; else kNoType.
  struct Answer {
    TypeId type = kNoType;
    TypeId wants_pointer_to = kNoType;
  };
  [[nodiscard]] Answer of(const Operand& operand) const;
  // A call's from its callee; declare, destroy and use: the target's.
  [[nodiscard]] TypeId of(const Event& event) const;

 private:
  const TuFacts& facts_;
  const FlowGraph* graph_ = nullptr;
  TypeId this_type_ = kNoType;
  TypeId int_type_ = kNoType;
  TypeId null_type_ = kNoType;
  std::unordered_map<TypeId, TypeId> pointers_;
  std::unordered_map<Symbol, TypeId> variables_;
  std::unordered_map<Symbol, TypeId> members_;
  std::unordered_map<Symbol, const Function*> functions_;
  std::unordered_map<uint32_t, TypeId> temps_;
};

}  // namespace pool_audit::facts::text
