// Which writes of a member leave something for the next user.
#include <algorithm>

#include "checks/analysis/survey_names.h"
#include "checks/rules/leftovers.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

using analysis::MemberWrite;
using facts::CompareOp;
using facts::FlowGraph;
using facts::FunctionFlag;
using facts::Root;

namespace {

bool leads(const FlowGraph& graph, uint32_t from, uint32_t to) {
  std::vector<bool> seen(graph.blocks.size());
  std::vector<uint32_t> todo = {from};
  while (!todo.empty()) {
    const uint32_t at = todo.back();
    todo.pop_back();
    if (at >= seen.size() || seen[at]) continue;
    if (at == to) return true;
    seen[at] = true;
    const auto& next = graph.blocks[at].successors;
    todo.insert(todo.end(), next.begin(), next.end());
  }
  return false;
}

}  // namespace

bool Leftovers::is_user(Symbol function, const PoolReset& pool) const {
  const facts::Function* fact = subject_.program.function(function);
  if (!fact) return false;
  if (fact->has(FunctionFlag::constructor) || fact->has(FunctionFlag::destructor) ||
      fact->has(FunctionFlag::copy_or_move) || fact->has(FunctionFlag::initializer) ||
      fact->has(FunctionFlag::in_system_header)) {
    return false;
  }
  return !pool.code.contains(function) && !subject_.roles.of_function(function);
}

// if (!buffer) buffer = ...; if (capacity < wanted) { ... capacity = wanted; }
bool Leftovers::makes_when_needed(const FlowGraph& graph, const MemberWrite& write,
                                  const Leaf& leaf) const {
  for (const facts::Block& block : graph.blocks) {
    if (block.terminator != facts::Terminator::branch || block.successors.size() != 2) continue;
    const facts::Condition& condition = block.condition;
    const bool asks = condition.op == CompareOp::truth || condition.op == CompareOp::lt ||
                      condition.op == CompareOp::le || condition.op == CompareOp::gt ||
                      condition.op == CompareOp::ge || condition.left.place.root == Root::null ||
                      condition.right.place.root == Root::null;
    const auto reads_it = [&](const facts::Place& read) {
      return std::ranges::any_of(
          read.steps, [&](const facts::Step& step) { return step.field == leaf.field->id; });
    };
    if (!asks || std::ranges::none_of(condition.reads, reads_it)) continue;
    if (leads(graph, block.successors[0], write.block) !=
        leads(graph, block.successors[1], write.block)) {
      return true;
    }
  }
  return false;
}

// Not overwritten by the same function before it is done with the object.
bool Leftovers::left_there(const FlowGraph& graph, const MemberWrite& write,
                           const Leaf& leaf) const {
  facts::Place root = write.object;
  root.steps.clear();
  analysis::Origin origin;
  if (root.root == Root::this_) {
    origin.kind = analysis::Origin::Kind::this_;
  } else if (root.root == Root::local && root.index < graph.parameter_count) {
    origin.kind = analysis::Origin::Kind::parameter;
    origin.index = root.index;
  } else {
    return true;
  }
  if (write.member.size() != leaf.member.size()) return true;
  const analysis::Members later =
      subject_.member_writes.overwritten_after(graph, origin, write.block, write.event);
  return later.is_everything() || !later.covers(leaf.member);
}

bool Leftovers::counts(const MemberWrite& write, const Leaf& leaf, const facts::Record& pooled,
                       const PoolReset& pool) {
  if (write.empties || write.arithmetic || write.allocates || !is_user(write.function, pool)) {
    return false;
  }
  const facts::Function* fact = subject_.program.function(write.function);
  if (!fact || analysis::speaks_of_reset(last_component(fact->name.text()))) return false;
  const auto graph = subject_.program.graph(write.function);
  return graph && belongs(write, leaf, pooled, *graph) &&
         !on_fresh_object(*graph, write.object, 0) && !makes_when_needed(*graph, write, leaf) &&
         left_there(*graph, write, leaf);
}

const MemberWrite* Leftovers::written(const Leaf& leaf, const facts::Record& pooled,
                                      const PoolReset& pool) {
  const auto& readers = subject_.member_sites.readers_of(leaf.field->id);
  const bool read =
      std::ranges::any_of(readers, [&](Symbol reader) { return is_user(reader, pool); });
  if (!read) return nullptr;
  for (const MemberWrite& write : subject_.member_sites.writes_of(leaf.field->id)) {
    if (counts(write, leaf, pooled, pool)) return &write;
  }
  return nullptr;
}

}  // namespace pool_audit::rules
