// Calls that certainly come back.
#include <algorithm>
#include <array>

#include "checks/analysis/effects.h"
#include "checks/analysis/survey_names.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Function;
using facts::FunctionFlag;
using facts::Operand;
using facts::Root;

namespace {

constexpr int kMostDepth = 3;       // calls in calls
constexpr size_t kFewestUsers = 2;  // that go on behind a call without a body
// Of the C library, what may end the program or leave it otherwise without saying so.
constexpr std::array kMayNotReturn = {"error",      "error_at_line", "longjmp",
                                      "siglongjmp", "raise",         "kill"};

bool is_unseen_call(const Program& program, const Event& event) {
  if (event.kind != EventKind::call || event.has(EventFlag::virtual_) ||
      event.has(EventFlag::indirect) || event.has(EventFlag::unresolved) ||
      event.has(EventFlag::noreturn)) {
    return false;
  }
  return program.lacks_body(event.callee);
}

// What is done on purpose: who calls what never returns writes at most `return` behind it.
bool does_something(const Event& event) {
  if (event.has(EventFlag::implicit) || event.has(EventFlag::noreturn)) return false;
  return event.kind == EventKind::call || event.kind == EventKind::assign ||
         event.kind == EventKind::use || event.kind == EventKind::new_;
}

// Of a library, what may throw as far as its declaration says, and does not unless it is told to.
constexpr std::array kWrites = {"printf", "fprintf", "puts",   "fputs",
                                "putc",   "perror",  "syslog", "operator<<"};

}  // namespace

const std::set<Symbol>& Effects::seen_to_come_back() const {
  if (seen_to_come_back_) return *seen_to_come_back_;
  std::map<Symbol, std::set<Symbol>> users;
  for (const Symbol function : program_.graph_ids()) {
    const auto graph = program_.graph(function);
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (size_t i = 0; i < block.events.size(); ++i) {
        if (!is_unseen_call(program_, block.events[i])) continue;
        const auto behind = block.events.begin() + static_cast<std::ptrdiff_t>(i) + 1;
        if (std::any_of(behind, block.events.end(), does_something)) {
          users[block.events[i].callee].insert(function);
        }
      }
    }
  }
  seen_to_come_back_.emplace();
  for (const auto& [callee, functions] : users) {
    if (functions.size() >= kFewestUsers) seen_to_come_back_->insert(callee);
  }
  return *seen_to_come_back_;
}

bool Effects::body_comes_back(Symbol function, int depth) const {
  const auto graph = program_.graph(function);
  return graph && std::ranges::all_of(graph->blocks, [&](const facts::Block& block) {
           return block.terminator != facts::Terminator::throw_ &&
                  block.terminator != facts::Terminator::unreachable &&
                  std::ranges::all_of(block.events, [&](const Event& event) {
                    return surely_comes_back(event, depth + 1);
                  });
         });
}

bool Effects::surely_comes_back(const Event& event) const {
  return surely_comes_back(event, 0);
}

bool Effects::surely_comes_back(const Event& event, int depth) const {
  if (event.kind != EventKind::call) return Oracle::surely_comes_back(event);
  if (event.has(EventFlag::noreturn) || event.has(EventFlag::virtual_) ||
      event.has(EventFlag::indirect) || event.has(EventFlag::unresolved) || roles_.of(event)) {
    return false;
  }
  const Function* callee = program_.function(event.callee);
  if (!callee || depth > kMostDepth) return false;
  const std::string_view name = callee->name.text();
  const bool library = callee->has(FunctionFlag::in_system_header);
  if (library && one_of(pool_audit::last_component(name), kWrites)) return true;
  if (!library && program_.has_graph(callee->id)) return body_comes_back(callee->id, depth);
  if (event.has(EventFlag::may_throw)) return false;
  if (library) return !one_of(name, kMayNotReturn);
  // The severity of a message may be what ends the program.
  const bool ordered = std::ranges::any_of(event.arguments, [](const Operand& each) {
    return each.place.root == Root::constant || each.place.root == Root::null ||
           each.place.root == Root::function || each.place.root == Root::global;
  });
  return !ordered && seen_to_come_back().contains(callee->id);
}

}  // namespace pool_audit::analysis
