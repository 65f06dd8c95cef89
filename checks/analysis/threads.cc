#include "checks/analysis/threads.h"

#include <algorithm>
#include <array>
#include <set>

#include "checks/analysis/survey_names.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;

namespace {

constexpr std::array<std::string_view, 4> kThreadTypes = {"std::thread", "std::jthread",
                                                          "boost::thread", "std::future"};
// What may be done to a thread, or to a container of threads, without waiting for it.
constexpr std::array<std::string_view, 10> kKeeps = {"emplace_back", "push_back", "reserve",
                                                     "detach",       "operator=", "thread",
                                                     "jthread",      "vector",    "operator[]",
                                                     "move"};
constexpr std::array<std::string_view, 12> kOrders = {"join",   "wait", "barrier",   "latch",
                                                      "arrive", "sync", "shutdown",  "stop",
                                                      "finish", "sem_", "semaphore", "notify"};

std::string_view name_of(const Event& event, const Program& program) {
  const facts::Function* callee = program.function(event.callee);
  return callee ? callee->name.text() : event.callee.text();
}

bool is_thread(const Program& program, facts::TypeId id) {
  const facts::Type& type = program.type(program.pointee(id));
  const auto known = [&](const facts::Type& each) {
    return std::ranges::find(kThreadTypes, each.template_name.text()) != kThreadTypes.end();
  };
  if (known(type)) return true;
  return !type.arguments.empty() && type.arguments[0] != facts::kNoType &&
         known(program.type(type.arguments[0]));
}

bool starts(const Event& event, const Program& program, const model::ModelSet& models) {
  if (event.kind != EventKind::call) return false;
  const std::string_view name = name_of(event, program);
  if (name == "std::async") {  // what is not told to run at once may run where it is waited for
    return !event.arguments.empty() && event.arguments[0].place.root == Root::constant &&
           event.arguments[0].place.value == 1;
  }
  const model::FunctionModel* model = models.effects_of(name, event.arguments.size());
  if (model && model->can(model::Does::starts_thread)) return true;
  return last_component(name) == "emplace_back" && is_thread(program, event.object.type);
}

// The lambda that a place holds, or none.
const Event* lambda_at(const FlowGraph& graph, const Place& place) {
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      if (event.kind == EventKind::lambda && event.target == place) return &event;
      const bool copied = event.kind == EventKind::assign &&
                          event.has(facts::EventFlag::initialize) && event.target == place &&
                          !event.arguments.empty() && event.arguments[0].place != place;
      if (copied) return lambda_at(graph, event.arguments[0].place);
    }
  }
  return nullptr;
}

bool is_this(const Operand& operand) {
  return operand.place.root == Root::this_ && operand.place.steps.empty();
}

// What a call that starts a thread hands over to run; no entry when nobody can tell.
Spawn spawn_at(const FlowGraph& graph, const Event& event) {
  Spawn out;
  for (const Operand& argument : event.arguments) {
    if (argument.place.root == Root::function) {
      if (!out.entry) out.entry = argument.place.symbol;
      continue;
    }
    if (is_this(argument)) out.on_this = true;
    if (out.entry || !argument.place.steps.empty()) continue;
    if (argument.place.root != Root::temp && argument.place.root != Root::local) continue;
    if (const Event* lambda = lambda_at(graph, argument.place)) {
      out.entry = lambda->callee;
      out.on_this = std::ranges::any_of(lambda->arguments, is_this);
    }
  }
  return out;
}

// Whether a thread may have ended when this is over.
bool may_wait(const Event& event, const Program& program, const model::ModelSet& models) {
  if (event.kind == EventKind::destroy) {  // a std::thread does not wait, whatever is left in it
    const std::string_view type = program.type(event.type).spelling.text();
    return is_thread(program, event.type) && type.find("std::thread") == std::string_view::npos;
  }
  if (event.kind != EventKind::call || starts(event, program, models)) return false;
  const std::string name = lower(last_component(name_of(event, program)));
  const auto says = [&](std::string_view word) { return name.find(word) != std::string::npos; };
  if (std::ranges::any_of(kOrders, says)) return true;
  const bool touches = is_thread(program, event.object.type) ||
                       std::ranges::any_of(event.arguments, [&](const Operand& argument) {
                         return is_thread(program, argument.type);
                       });
  return touches && std::ranges::find(kKeeps, name) == kKeeps.end();
}

std::vector<bool> reached_from(const FlowGraph& graph, uint32_t from) {
  std::vector<bool> seen(graph.blocks.size(), false);
  std::vector<uint32_t> work{from};
  while (!work.empty()) {
    const uint32_t at = work.back();
    work.pop_back();
    for (const uint32_t next : graph.blocks[at].successors) {
      if (next >= graph.blocks.size() || seen[next]) continue;
      seen[next] = true;
      work.push_back(next);
    }
  }
  return seen;
}

// Blocks that are left only when threads may have ended: all of a loop that waits for them, for its
// head alone does not show that it runs.
std::vector<bool> waiting_blocks(const FlowGraph& graph, const Program& program,
                                 const model::ModelSet& models) {
  std::vector<bool> out(graph.blocks.size(), false);
  for (uint32_t b = 0; b < graph.blocks.size(); ++b) {
    const bool waits = std::ranges::any_of(graph.blocks[b].events, [&](const Event& event) {
      return may_wait(event, program, models);
    });
    if (!waits) continue;
    const std::vector<bool> behind = reached_from(graph, b);
    if (!behind[b]) continue;
    for (uint32_t other = 0; other < graph.blocks.size(); ++other) {
      if (behind[other] && reached_from(graph, other)[b]) out[other] = true;
    }
  }
  return out;
}

}  // namespace

bool orders_threads(const Event& event, const Program& program) {
  if (event.location.macro.text().find("LOCK") != std::string_view::npos) return true;
  if (event.kind != EventKind::call) return false;
  const std::string_view full = name_of(event, program);
  const std::string name = lower(last_component(full));
  const auto says = [&](std::string_view word) { return name.find(word) != std::string::npos; };
  constexpr std::array<std::string_view, 6> kMore = {
      "lock", "mutex", "critical", "atomic", "compare_exchange", "guard"};
  return std::ranges::any_of(kOrders, says) || std::ranges::any_of(kMore, says) ||
         full.find("lock") != std::string_view::npos ||
         full.find("atomic") != std::string_view::npos ||
         full.find("future") != std::string_view::npos;
}

std::vector<Spawn> spawns_of(const FlowGraph& graph, const Program& program,
                             const model::ModelSet& models) {
  std::vector<Spawn> out;
  const bool lambdas = std::ranges::any_of(graph.blocks, [](const facts::Block& block) {
    return std::ranges::any_of(block.events,
                               [](const Event& event) { return event.kind == EventKind::lambda; });
  });
  // Few calls are handed something to run: the others need not be looked up.
  const auto is_handed_one = [&](const Event& event) {
    return std::ranges::any_of(event.arguments, [&](const Operand& argument) {
      return lambdas || argument.place.root == Root::function;
    });
  };
  for (uint32_t b = 0; b < graph.blocks.size(); ++b) {
    const std::vector<Event>& events = graph.blocks[b].events;
    for (uint32_t e = 0; e < events.size(); ++e) {
      if (!is_handed_one(events[e]) || !starts(events[e], program, models)) continue;
      Spawn spawn = spawn_at(graph, events[e]);
      spawn.block = b;
      spawn.event = e;
      if (spawn.entry) out.push_back(spawn);
    }
  }
  return out;
}

std::vector<Beside> run_beside(const FlowGraph& graph, const Program& program,
                               const model::ModelSet& models, const std::vector<Spawn>& spawns) {
  std::vector<Beside> out;
  if (spawns.empty()) return out;
  const std::vector<bool> waiting = waiting_blocks(graph, program, models);
  for (size_t i = 0; i < spawns.size(); ++i) {
    std::set<uint32_t> seen;
    std::vector<std::pair<uint32_t, uint32_t>> work{{spawns[i].block, spawns[i].event + 1}};
    while (!work.empty()) {
      const auto [b, first] = work.back();
      work.pop_back();
      if (waiting[b]) continue;
      const std::vector<Event>& events = graph.blocks[b].events;
      bool ended = false;
      for (uint32_t e = first; e < events.size() && !ended; ++e) {
        ended = may_wait(events[e], program, models);
        const bool happens = events[e].kind == EventKind::call ||
                             events[e].kind == EventKind::new_ ||
                             events[e].kind == EventKind::delete_;
        if (!ended && happens) out.push_back({i, b, e});
      }
      if (ended) continue;
      for (const uint32_t next : graph.blocks[b].successors) {
        if (next < graph.blocks.size() && seen.insert(next).second) work.emplace_back(next, 0);
      }
    }
  }
  return out;
}

}  // namespace pool_audit::analysis
