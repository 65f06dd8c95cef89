// explore(): from block to block.
#include "checks/analysis/object_flow.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis {
namespace flow {

using facts::Block;
using facts::Event;
using facts::Root;
using facts::Terminator;

namespace {

// Beyond a number of states at one block, those to come are merged with what they differ from in
// facts alone. That number depends on how many states there may be in all, within these limits.
constexpr size_t kFewestStates = 2;
constexpr size_t kMostStates = 24;

}  // namespace

Walk::Walk(const facts::FlowGraph& graph, const Origin& origin, const Oracle& oracle,
           const Limits& limits, Also also)
    : graph_(graph),
      origin_(origin),
      oracle_(oracle),
      also_(also),
      places_([&oracle](Symbol field) { return oracle.storage_of(field); }),
      prepared_(graph, origin, places_, oracle, also == Also::exceptions),
      numbers_(prepared_.constants()),
      visited_(graph.blocks.size()),
      work_left_(oracle.work_left(graph.function)) {
  const size_t blocks = std::max<size_t>(graph.blocks.size(), 1);
  budget_ = limits.max_states + 4 * blocks;
  least_kept_ = limits.least_kept;
  states_per_block_ = std::clamp(budget_ / blocks / 2, kFewestStates, kMostStates);
  spend(prepared_.work());
}

void Walk::start() {
  State state;
  if (taken_here()) {
    if (origin_.kind == Origin::Kind::given) {
      const Event& event = graph_.blocks[origin_.block].events[origin_.event];
      if (origin_.index < event.arguments.size()) {
        given_ = places_.intern(event.arguments[origin_.index].place);
      }
    }
    if (prepared_.reaches_origin(0)) go(0, 0, std::move(state));
    return;
  }
  state.held = true;
  facts::Place place;
  place.index = origin_.index;
  facts::TypeId type = facts::kNoType;
  switch (origin_.kind) {
    case Origin::Kind::parameter:
    case Origin::Kind::pointee:
      if (origin_.index >= graph_.parameter_count || origin_.index >= graph_.locals.size()) return;
      place.root = Root::local;
      type = graph_.locals[origin_.index].type;
      if (origin_.kind == Origin::Kind::pointee) place.steps.push_back({});
      break;
    case Origin::Kind::capture:
      if (origin_.index >= graph_.captures.size()) return;
      place.root = Root::capture;
      type = graph_.captures[origin_.index].type;
      if (graph_.captures[origin_.index].by_reference) place.steps.push_back({});
      break;
    case Origin::Kind::member:
      place.root = Root::this_;
      place.steps = {{}, {facts::StepKind::field, origin_.field}};
      break;
    case Origin::Kind::part:
      if (origin_.index >= graph_.parameter_count || origin_.index >= graph_.locals.size()) return;
      place.root = Root::local;
      place.steps = {{}, {facts::StepKind::field, origin_.field}};
      break;
    default:
      place.root = Root::this_;
      state.present = true;
      break;
  }
  const facts::Type& what = oracle_.type(type);
  Value value = plain(Kind::object);
  if (origin_.kind == Origin::Kind::pointee) {
    type = what.target;
  } else if (what.kind == facts::TypeKind::lvalue_reference ||
             what.kind == facts::TypeKind::rvalue_reference) {
    state.present = true;
  }
  const bool inside = origin_.kind == Origin::Kind::member || origin_.kind == Origin::Kind::part;
  if (inside) type = origin_.type;
  if (oracle_.is_owner(type)) {
    value = plain(Kind::owner);
  } else if (oracle_.type(type).kind == facts::TypeKind::record && !inside &&
             origin_.kind != Origin::Kind::this_) {
    value = plain(Kind::contains);
  }
  const PlaceId holder = places_.intern(place);
  state.set(holder, value);
  if (inside) {
    pointee_ = holder;
  } else if (!place.steps.empty()) {
    pointee_ = holder;
    state.set(places_[holder].parent, plain(Kind::address, holder));
  }
  go(0, 0, std::move(state));
}

Outcome Walk::run() {
  walk();
  return verdict();
}

bool Walk::worth_keeping() const {
  return (origin_.kind == Origin::Kind::event || origin_.kind == Origin::Kind::out) &&
         also_ == Also::nothing && !overflow_ && before_ >= least_kept_ && !arrivals_.empty();
}

void Walk::rest() {
  const size_t blocks = visited_.size();
  visited_ = {};
  visited_.resize(blocks);
  queue_.clear();
}

std::vector<Misuse> Walk::run_again() {
  rest();
  also_ = Also::leases;
  again_ = true;
  states_ = 0;
  apart_.clear();
  const std::vector<State> arrivals = std::exchange(arrivals_, {});
  may_be_null_ = oracle_.may_give_null(graph_.blocks[origin_.block].events[origin_.event]);
  for (const State& each : arrivals) {
    if (overflow_) break;
    run_block(origin_.block, each, origin_.event);
  }
  drain();
  return sorted_misuses();
}

void Walk::walk() {
  start();
  drain();
}

void Walk::drain() {
  const auto later = [this](uint32_t a, uint32_t b) {
    return prepared_.order(a) > prepared_.order(b);
  };
  while (!queue_.empty() && !overflow_) {
    std::ranges::pop_heap(queue_, later);
    const uint32_t block = queue_.back();
    queue_.pop_back();
    Visited& visited = visited_[block];
    visited.queued = false;
    const std::vector<size_t> pending = std::exchange(visited.pending, {});
    for (const size_t each : pending) {
      if (overflow_) break;
      run_block(block, State(visited.states[each]));
    }
    for (size_t i = 0; i < visited.merged.size() && !overflow_; ++i) {
      if (!std::exchange(visited.merged[i].pending, false)) continue;
      run_block(block, State(visited.merged[i].state));
    }
  }
}

// ---- blocks and edges --------------------------------------------------------------------------

void Walk::run_block(uint32_t index, State first, uint32_t from) {
  const Block& block = graph_.blocks[index];
  struct Work {
    State state;
    uint32_t event;
    size_t temp;
  };
  std::vector<Work> work;
  const std::vector<Preparation::Last>& last = prepared_.last_uses(index);
  const auto first_temp =
      std::ranges::find_if(last, [&](const Preparation::Last& each) { return each.event >= from; });
  work.push_back({std::move(first), from, static_cast<size_t>(first_temp - last.begin())});
  while (!work.empty()) {
    Work now = std::move(work.back());
    work.pop_back();
    bool ended = false;
    while (now.event < block.events.size()) {
      const uint32_t at = now.event++;
      const Event& event = block.events[at];
      spend(work_of(now.state));
      if (overflow_) return;
      const bool was_held = now.state.held;
      if (also_ == Also::exceptions) throw_from(index, event, now.state);
      States forks;
      step(now.state, event, {index, at}, forks);
      for (State& fork : forks) {
        size_t temp = now.temp;
        drop_temps(index, at, temp, fork);
        work.push_back({std::move(fork), now.event, temp});
      }
      if (std::exchange(diverged_, false) || event.has(facts::EventFlag::noreturn) ||
          (now.state.held && event.kind == facts::EventKind::call && !oracle_.comes_back(event))) {
        ended = true;
        break;
      }
      drop_temps(index, at, now.temp, now.state);
      const bool over = again_ || !prepared_.reaches_origin(index);
      if (was_held && !now.state.held && over && also_ != Also::ways) {
        ended = true;
        break;
      }
    }
    if (!ended) leave_block(index, std::move(now.state));
  }
}

// Temps die where they are used for the last time, unless somebody has their address.
void Walk::drop_temps(uint32_t block, uint32_t event, size_t& next, State& state) {
  const std::vector<Preparation::Last>& last = prepared_.last_uses(block);
  bool dropped = false;
  for (; next < last.size() && last[next].event <= event; ++next) {
    if (state.values.empty()) continue;
    facts::Place temp;
    temp.root = Root::temp;
    temp.index = last[next].temp;
    const PlaceId place = places_.intern(temp);
    const bool addressed = std::ranges::any_of(state.values, [&](const Entry& each) {
      return each.value.kind == Kind::address && places_.part_of(each.value.ref, place);
    });
    if (addressed) continue;
    if (owner_under(state, place)) continue;  // its destructor, or the end of the function, puts it
    const bool leads = std::ranges::any_of(state.values, [&](const Entry& each) {
      return is_element(each) && places_.within(each.place, place, false);
    });
    if (!leads && !holds_under(state, place) && !state.find(place)) continue;
    clear(state, place);
    dropped = true;
  }
  if (!dropped) return;
  const Block& from = graph_.blocks[block];
  const bool inside = event < from.events.size();
  check_lost(state, inside ? from.events[event].location : from.location);
}

void Walk::leave_block(uint32_t index, State state) {
  const Block& block = graph_.blocks[index];
  switch (block.terminator) {
    case Terminator::unreachable:
      return;
    case Terminator::exit:
      if (state.held) leave_function(state, {});
      note_way(state);
      return;
    case Terminator::throw_:
      unwind(index, std::move(state));
      return;
    case Terminator::branch:
      branch(index, block, std::move(state));
      return;
    case Terminator::switch_:
      choose(index, block, std::move(state));
      return;
    case Terminator::jump:
    case Terminator::return_:
      if (block.successors.empty()) {
        if (block.terminator != Terminator::return_) return;
        if (state.held) leave_function(state, {});
        note_way(state);
        return;
      }
      go(index, block.successors[0], std::move(state));
      return;
  }
}

}  // namespace flow

namespace {

// Whether earlier walks spent all that there is for the function.
bool overworked(const facts::FlowGraph& graph, const Oracle& oracle) {
  const uint64_t* left = oracle.work_left(graph.function);
  return left && *left == 0;
}

// Whether an exception is known to leave one of the calls.
bool any_throws(const facts::FlowGraph& graph, const Oracle& oracle) {
  return std::ranges::any_of(graph.blocks, [&](const facts::Block& block) {
    return std::ranges::any_of(block.events, [&](const facts::Event& event) {
      return event.kind == facts::EventKind::call && event.has(facts::EventFlag::may_throw) &&
             !oracle.thrown_by(event).empty();
    });
  });
}

// Whether the graph has what the origin names.
bool contains(const facts::FlowGraph& graph, const Origin& origin) {
  if (graph.blocks.empty()) return false;
  if (!at_event(origin)) return true;
  return origin.block < graph.blocks.size() &&
         origin.event < graph.blocks[origin.block].events.size();
}

double cpu_seconds() {
  timespec now = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Tells the oracle how long a walk took.
class Timed {
 public:
  Timed(const facts::FlowGraph& graph, const Oracle& oracle)
      : function_(graph.function), oracle_(oracle), others_(std::exchange(inner_, 0)) {}
  ~Timed() {
    const double whole = cpu_seconds() - start_;
    oracle_.note_time(function_, whole - inner_);
    inner_ = others_ + whole;
  }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

 private:
  static inline thread_local double inner_ = 0;  // of the walks inside of the one that runs

  const Symbol function_;
  const Oracle& oracle_;
  const double others_;
  const double start_ = cpu_seconds();
};

}  // namespace

Misuses misuses(const facts::FlowGraph& graph, const Origin& origin, const Oracle& oracle,
                const Limits& limits) {
  if (!contains(graph, origin)) return {};
  if (overworked(graph, oracle)) return {{}, true};
  const Timed timed(graph, oracle);
  using flow::Walk;
  return Walk(graph, origin, oracle, limits, Walk::Also::beyond_puts).run_beyond_puts();
}

std::vector<Misuse> all_misuses(const facts::FlowGraph& graph, const Origin& origin,
                                const Oracle& oracle, const Limits& limits) {
  if (!contains(graph, origin) || overworked(graph, oracle)) return {};
  const Timed timed(graph, oracle);
  using flow::Walk;
  return Walk(graph, origin, oracle, limits, Walk::Also::leases).run_beyond_puts().found;
}

std::vector<Misuse> moved(const facts::FlowGraph& graph, const Origin& origin,
                          const std::vector<EventAt>& growths, const Oracle& oracle,
                          const Limits& limits) {
  if (!contains(graph, origin) || overworked(graph, oracle)) return {};
  const Timed timed(graph, oracle);
  using flow::Walk;
  return Walk(graph, origin, oracle, limits, Walk::Also::growths).run_growths(growths);
}

std::vector<Misuse> unguarded(const facts::FlowGraph& graph, const Origin& origin,
                              const Oracle& oracle, const Limits& limits) {
  if (!contains(graph, origin) || overworked(graph, oracle)) return {};
  if (!any_throws(graph, oracle)) return {};
  const Timed timed(graph, oracle);
  using flow::Walk;
  return Walk(graph, origin, oracle, limits, Walk::Also::exceptions).run_exceptions();
}

std::vector<Way> ways(const facts::FlowGraph& graph, const Origin& origin, const Oracle& oracle,
                      const Limits& limits) {
  if (!contains(graph, origin) || overworked(graph, oracle)) return {};
  const Timed timed(graph, oracle);
  return flow::Walk(graph, origin, oracle, limits, flow::Walk::Also::ways).run_ways();
}

namespace {

// Why an object cannot be followed at all; empty where it can.
std::string_view refusal(const facts::FlowGraph& graph, const Origin& origin,
                         const Oracle& oracle) {
  if (graph.blocks.empty()) return "the function has no body";
  if (!contains(graph, origin)) return "the object's origin is not in the function";
  return overworked(graph, oracle) ? flow::kTooMuchWork : std::string_view();
}

}  // namespace

Outcome explore(const facts::FlowGraph& graph, const Origin& origin, const Oracle& oracle,
                const Limits& limits) {
  Outcome out;
  out.reason = refusal(graph, origin, oracle);
  if (!out.reason.empty()) return out;
  const Timed timed(graph, oracle);
  return flow::Walk(graph, origin, oracle, limits).run();
}

struct Continuation::Impl {
  Impl(std::shared_ptr<const facts::FlowGraph> in, const Origin& origin, const Oracle& asked,
       const Limits& limits)
      : graph(std::move(in)), oracle(asked), walk(*graph, origin, asked, limits) {}

  std::shared_ptr<const facts::FlowGraph> graph;
  const Oracle& oracle;
  flow::Walk walk;
};

Outcome explore(std::shared_ptr<const facts::FlowGraph> graph, const Origin& origin,
                const Oracle& oracle, Continuation& later, const Limits& limits) {
  later = {};
  Outcome out;
  out.reason = refusal(*graph, origin, oracle);
  if (!out.reason.empty()) return out;
  const Timed timed(*graph, oracle);
  auto impl = std::make_unique<Continuation::Impl>(std::move(graph), origin, oracle, limits);
  out = impl->walk.run();
  if (!impl->walk.worth_keeping()) return out;
  impl->walk.rest();
  later.impl_ = std::move(impl);
  return out;
}

Continuation::Continuation() = default;
Continuation::Continuation(Continuation&&) noexcept = default;
Continuation& Continuation::operator=(Continuation&&) noexcept = default;
Continuation::~Continuation() = default;

std::vector<Misuse> Continuation::all_misuses() && {
  const std::unique_ptr<Impl> impl = std::move(impl_);
  if (!impl || overworked(*impl->graph, impl->oracle)) return {};
  const Timed timed(*impl->graph, impl->oracle);
  return impl->walk.run_again();
}

}  // namespace pool_audit::analysis
