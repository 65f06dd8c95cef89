#include "checks/analysis/success_paths.h"

#include <algorithm>

namespace pool_audit::analysis {

using facts::Block;
using facts::Event;
using facts::EventKind;
using facts::Root;
using facts::Terminator;
using facts::TypeKind;

namespace {

bool is_failure(const facts::Operand& value, TypeKind result) {
  if (value.address_of || !value.place.steps.empty()) return false;
  if (value.place.root == Root::null) return true;
  if (value.place.root != Root::constant) return false;
  if (result == TypeKind::pointer) return value.place.value == 0;
  return result == TypeKind::boolean ? value.place.value == 0 : value.place.value < 0;
}

}  // namespace

SuccessPaths::SuccessPaths(const facts::FlowGraph& graph, const facts::Type* result)
    : graph_(graph) {
  const size_t count = graph.blocks.size();
  std::vector<std::vector<uint32_t>> before(count);
  std::vector<uint32_t> todo;
  ends_.assign(count, false);
  leads_.assign(count, false);
  for (uint32_t i = 0; i < count; ++i) {
    for (const uint32_t next : graph.blocks[i].successors) {
      if (next < count) before[next].push_back(i);
    }
    if (!is_success(graph.blocks[i], result)) continue;
    ends_[i] = true;
    leads_[i] = true;
    todo.push_back(i);
  }
  while (!todo.empty()) {
    const uint32_t at = todo.back();
    todo.pop_back();
    for (const uint32_t earlier : before[at]) {
      if (leads_[earlier] || graph.blocks[earlier].terminator == Terminator::throw_) continue;
      leads_[earlier] = true;
      todo.push_back(earlier);
    }
  }
  reached_ = reached_without(facts::kNoBlock);
}

// A block that goes to the exit, unless it returns a failure. A function that falls off its end
// has no return.
bool SuccessPaths::is_success(const Block& block, const facts::Type* result) const {
  if (block.terminator == Terminator::exit || block.terminator == Terminator::throw_ ||
      block.terminator == Terminator::unreachable) {
    return false;
  }
  const auto exit = static_cast<uint32_t>(graph_.blocks.size() - 1);
  if (std::ranges::find(block.successors, exit) == block.successors.end()) return false;
  for (auto event = block.events.rbegin(); event != block.events.rend(); ++event) {
    if (event->kind != EventKind::return_) continue;
    return event->arguments.empty() || result == nullptr ||
           !is_failure(event->arguments[0], result->kind);
  }
  return true;
}

std::vector<bool> SuccessPaths::reached_without(uint32_t block) const {
  std::vector<bool> reached(graph_.blocks.size(), false);
  std::vector<uint32_t> todo;
  const auto add = [&](uint32_t at) {
    if (at >= reached.size() || at == block || reached[at]) return;
    reached[at] = true;
    todo.push_back(at);
  };
  add(0);
  while (!todo.empty()) {
    const uint32_t at = todo.back();
    todo.pop_back();
    for (const uint32_t next : graph_.blocks[at].successors) add(next);
  }
  return reached;
}

bool SuccessPaths::is_on_all(uint32_t block) const {
  if (graph_.blocks.size() > kMostBlocks) return false;
  const std::vector<bool> reached = reached_without(block);
  for (size_t i = 0; i < reached.size(); ++i) {
    if (reached[i] && ends_[i]) return false;
  }
  return true;
}

}  // namespace pool_audit::analysis
