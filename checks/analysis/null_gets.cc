#include "checks/analysis/null_gets.h"

#include <algorithm>
#include <array>

#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Block;
using facts::CompareOp;
using facts::Condition;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;
using facts::TypeKind;

namespace {

class Search {
 public:
  Search(const Program& program, const HandWritten& own, const FlowGraph& graph)
      : program_(program), own_(own), graph_(graph) {}

  bool gives_null() {
    makes_ = own_.factory.empty() ? false : !own_.prefilled;
    for (const Block& block : graph_.blocks) {
      for (const Event& event : block.events) {
        if (event.kind == EventKind::new_ || asks_others(event)) makes_ = true;
      }
    }
    for (uint32_t i = 0; i < graph_.blocks.size(); ++i) {
      if (!returns_null(graph_.blocks[i])) continue;
      for (const Block& before : graph_.blocks) {
        if (before.terminator != facts::Terminator::branch || before.successors.size() != 2)
          continue;
        const bool taken = before.successors[0] == i;
        if (!taken && before.successors[1] != i) continue;
        if (is_exhausted(before.condition, taken)) return true;
      }
    }
    return false;
  }

 private:
  static bool returns_null(const Block& block) {
    return std::ranges::any_of(block.events, [](const Event& event) {
      return event.kind == EventKind::return_ && !event.arguments.empty() &&
             event.arguments[0].place.root == Root::null && event.arguments[0].place.steps.empty();
    });
  }

  // A call of a function of the program, which may bring spares.
  [[nodiscard]] bool asks_others(const Event& event) const {
    if (event.kind != EventKind::call) return false;
    const facts::Function* callee = program_.function(event.callee);
    if (callee == nullptr || event.has(facts::EventFlag::indirect)) return true;
    if (!callee->has(facts::FunctionFlag::in_system_header)) return true;
    constexpr std::array<std::string_view, 6> kMakers = {
        "malloc", "calloc", "realloc", "operator new", "std::make_unique", "std::make_shared"};
    return std::ranges::find(kMakers, callee->name.text()) != kMakers.end();
  }

  [[nodiscard]] bool is_slot(const Place& place) const {
    if (place.steps.empty()) return place.root == Root::global && place.symbol == own_.slot;
    return place.steps.back().kind == StepKind::field && place.steps.back().field == own_.slot;
  }

  // The event whose result is the temporary.
  [[nodiscard]] const Event* made(const Place& place) const {
    if (place.root != Root::temp || !place.steps.empty()) return nullptr;
    for (const Block& block : graph_.blocks) {
      for (const Event& event : block.events) {
        if (event.target == place && event.kind == EventKind::call) return &event;
      }
    }
    return nullptr;
  }

  // A local into which nothing is written but the head of the spares.
  [[nodiscard]] bool is_head(const Place& place) const {
    if (is_slot(place)) return true;
    if (place.root != Root::local || !place.steps.empty()) return false;
    size_t writes = 0;
    for (const Block& block : graph_.blocks) {
      for (const Event& event : block.events) {
        if (event.target != place || event.kind == EventKind::declare ||
            event.kind == EventKind::end || event.kind == EventKind::destroy) {
          continue;
        }
        if (event.kind != EventKind::assign || event.arguments.size() != 1 ||
            !is_slot(event.arguments[0].place)) {
          return false;
        }
        ++writes;
      }
    }
    return writes != 0;
  }

  static bool is_none(const Operand& operand) {
    return operand.place.root == Root::null ||
           (operand.place.root == Root::constant && operand.place.value == 0);
  }

  // Whether the pool has nothing left where the condition has this outcome.
  [[nodiscard]] bool is_exhausted(const Condition& condition, bool outcome) const {
    if (counts_made(condition)) return true;
    if (makes_) return false;
    const Place& left = condition.left.place;
    const bool against_none = is_none(condition.right);
    const bool none = (condition.op == CompareOp::truth && !outcome) ||
                      (condition.op == CompareOp::eq && against_none && outcome) ||
                      ((condition.op == CompareOp::ne || condition.op == CompareOp::gt) &&
                       against_none && !outcome);
    const Event* call = made(left);
    if (call == nullptr) {
      return none && is_pointer(condition.left.type) && is_head(left);
    }
    const facts::Function* callee = program_.function(call->callee);
    if (callee == nullptr || !is_slot(call->object.place)) return false;
    const std::string_view name = last_component(callee->name.text());
    if (name == "empty") return condition.op == CompareOp::truth && outcome;
    return name == "size" && none;
  }

  [[nodiscard]] bool is_pointer(facts::TypeId type) const {
    return program_.type(type).kind == TypeKind::pointer;
  }

  // `made_ == most_`, when the same function counts `made_` up.
  [[nodiscard]] bool counts_made(const Condition& condition) const {
    const bool compares = condition.op == CompareOp::eq || condition.op == CompareOp::ge ||
                          condition.op == CompareOp::gt || condition.op == CompareOp::lt ||
                          condition.op == CompareOp::le || condition.op == CompareOp::ne;
    if (!compares) return false;
    const auto counted = [&](const Place& place) {
      const bool shared = !place.steps.empty() || place.root == Root::global;
      return shared && std::ranges::any_of(graph_.blocks, [&](const Block& block) {
               return std::ranges::any_of(block.events, [&](const Event& event) {
                 return event.kind == EventKind::assign &&
                        event.has(facts::EventFlag::arithmetic) && event.target == place &&
                        !event.arguments.empty() &&
                        event.arguments[0].place.root == Root::constant &&
                        event.arguments[0].place.value > 0;
               });
             });
    };
    return counted(condition.left.place) || counted(condition.right.place);
  }

  const Program& program_;
  const HandWritten& own_;
  const FlowGraph& graph_;
  bool makes_ = false;  // an empty pool is no reason to give none
};

// What its caller asks for may be what makes the difference.
bool takes_orders(const Program& program, const facts::Function& function) {
  return std::ranges::any_of(function.parameters, [&](const facts::Parameter& each) {
    const TypeKind kind = program.type(each.type).kind;
    return kind == TypeKind::integer || kind == TypeKind::boolean || kind == TypeKind::enumeration;
  });
}

}  // namespace

std::set<Symbol> null_gets(const Program& program, const Recognised& recognised) {
  std::set<Symbol> out;
  for (const HandWritten& pool : recognised.pools) {
    for (const Part& get : pool.gets) {
      const facts::Function* function = program.function(get.function);
      const bool plain = function != nullptr && get.argument == -1 &&
                         program.type(function->result).kind == TypeKind::pointer &&
                         !function->has(facts::FunctionFlag::virtual_) &&
                         !takes_orders(program, *function);
      const auto graph = plain ? program.graph(get.function) : nullptr;
      if (graph && Search(program, pool, *graph).gives_null()) out.insert(get.function);
    }
  }
  return out;
}

}  // namespace pool_audit::analysis
