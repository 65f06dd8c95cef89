#include "checks/analysis/object_flow.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis {
namespace flow {

using facts::Block;
using facts::Event;
using facts::Location;
using facts::Root;
using facts::Terminator;

namespace {

// Beyond a number of states at one block, those to come are merged with what they differ from in
// facts alone. That number depends on how many states there may be in all, within these limits.
constexpr size_t kFewestStates = 2;
constexpr size_t kMostStates = 24;
// In functions with no more locals than this, aliases that nobody uses any more are kept.
constexpr size_t kFewLocals = 16;

bool before(const Location& a, const Location& b) {
  return std::tie(a.file, a.line, a.column, a.end_line, a.end_column, a.spelling_file,
                  a.spelling_line, a.spelling_column) <
         std::tie(b.file, b.line, b.column, b.end_line, b.end_column, b.spelling_file,
                  b.spelling_line, b.spelling_column);
}

void sort_unique(std::vector<Location>& locations) {
  std::ranges::sort(locations, before);
  locations.erase(std::ranges::unique(locations).begin(), locations.end());
}

// A scope ends at its last token, a statement is where it stands.
Location end_of(Location where) {
  if (where.line == where.end_line || where.end_column == 0) return where;
  where.line = where.end_line;
  where.column = std::max(1U, where.end_column - 1);
  return where;
}

}  // namespace

Walk::Walk(const facts::FlowGraph& graph, const Origin& origin, const Oracle& oracle,
           const Limits& limits)
    : graph_(graph),
      origin_(origin),
      oracle_(oracle),
      prepared_(graph, origin, places_),
      numbers_(prepared_.constants()),
      visited_(graph.blocks.size()) {
  const size_t blocks = std::max<size_t>(graph.blocks.size(), 1);
  budget_ = limits.max_states + 4 * blocks;
  states_per_block_ = std::clamp(budget_ / blocks / 2, kFewestStates, kMostStates);
}

void Walk::start() {
  State state;
  if (taken_here()) {
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
  if (oracle_.is_owner(type)) {
    value = plain(Kind::owner);
  } else if (oracle_.type(type).kind == facts::TypeKind::record &&
             origin_.kind != Origin::Kind::this_) {
    value = plain(Kind::contains);
  }
  state.set(places_.intern(place), value);
  go(0, 0, std::move(state));
}

Outcome Walk::run() {
  start();
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
  return verdict();
}

// ---- blocks and edges --------------------------------------------------------------------------

void Walk::run_block(uint32_t index, State first) {
  const Block& block = graph_.blocks[index];
  struct Work {
    State state;
    uint32_t event;
    size_t temp;
  };
  std::vector<Work> work;
  work.push_back({std::move(first), 0, 0});
  while (!work.empty()) {
    Work now = std::move(work.back());
    work.pop_back();
    bool ended = false;
    while (now.event < block.events.size()) {
      const uint32_t at = now.event++;
      const Event& event = block.events[at];
      const bool was_held = now.state.held;
      States forks;
      step(now.state, event, {index, at}, forks);
      for (State& fork : forks) {
        size_t temp = now.temp;
        drop_temps(index, at, temp, fork);
        work.push_back({std::move(fork), now.event, temp});
      }
      if (event.has(facts::EventFlag::noreturn)) {
        ended = true;
        break;
      }
      drop_temps(index, at, now.temp, now.state);
      if (was_held && !now.state.held && !prepared_.reaches_origin(index)) {
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
    if (!holds_under(state, place) && !state.find(place)) continue;
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
      return;
    case Terminator::throw_:
      unwind(index, block, std::move(state));
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
        if (state.held && block.terminator == Terminator::return_) leave_function(state, {});
        return;
      }
      go(index, block.successors[0], std::move(state));
      return;
  }
}

void Walk::branch(uint32_t index, const Block& block, State state) {
  const Question question = ask(state, index);
  std::optional<uint32_t> repeated;
  const facts::Condition& condition = block.condition;
  if (condition.op != facts::CompareOp::none && condition.left.place.root == Root::temp &&
      condition.text.text().find('(') != std::string_view::npos) {
    // The result of a call: the same call elsewhere may well have the same result.
    Predicate what;
    what.kind = Predicate::Kind::text;
    what.text = prepared_.text(index);
    for (const facts::Place& each : condition.reads) what.reads.push_back(resolve(state, each));
    std::ranges::sort(what.reads);
    repeated = predicate(std::move(what));
  }
  if (!question.known && state.held && !state.present && tests_unseen(state, question, condition)) {
    doubt(state, "tested in a way that is not understood");
  }
  for (size_t i = 0; i < 2 && i < block.successors.size(); ++i) {
    const bool taken = i == 0;
    if (question.known && *question.known != taken) continue;
    State next = state;
    if (!question.known && question.predicate &&
        !assume(next, *question.predicate, taken != question.negated, index)) {
      continue;
    }
    if (repeated && !question.known) assume(next, *repeated, taken, index);
    go(index, block.successors[i], std::move(next));
  }
}

// An opaque condition that reads the pointer itself may well be its null test.
bool Walk::tests_unseen(const State& state, const Question& question,
                        const facts::Condition& condition) {
  if (question.predicate && predicates_[*question.predicate]->kind != Predicate::Kind::text) {
    return false;
  }
  return std::ranges::any_of(condition.reads, [&](const facts::Place& each) {
    const PlaceId place = resolve(state, each);
    const Value* value = place == kNoPlace ? nullptr : state.find(place);
    return value && value->kind == Kind::object;
  });
}

void Walk::choose(uint32_t index, const Block& block, State state) {
  const size_t cases = std::min(block.cases.size(), block.successors.size());
  NumberSet rest = numbers_.all();
  const bool known = block.condition.op != facts::CompareOp::none;
  const Value value = known ? read(state, block.condition.left) : Value{};
  const bool number = value.kind == Kind::number && !value.soft;
  for (size_t i = 0; i < cases; ++i) {
    const auto set = known ? numbers_.range(block.cases[i].low, block.cases[i].high)
                           : std::optional<NumberSet>{};
    State next = state;
    if (set) {
      const NumberSet here = *set & rest;
      rest = rest - *set;
      if (here.empty()) continue;
      if (number && (value.set & here).empty()) continue;
      if (value.ref != kNoPlace && !restrict_numbers(next, value.ref, here, index)) continue;
    }
    go(index, block.successors[i], std::move(next));
  }
  if (block.successors.size() <= block.cases.size()) return;
  if (rest.empty() || (number && (value.set & rest).empty())) return;
  if (value.ref != kNoPlace && !restrict_numbers(state, value.ref, rest, index)) return;
  go(index, block.successors.back(), std::move(state));
}

// Exceptions: every handler that may match is entered, and what was built inside the try blocks
// that are left is destroyed.
void Walk::unwind(uint32_t index, const Block& block, State state) {
  facts::TypeId thrown = facts::kNoType;
  Location where = block.location;
  for (const Event& event : block.events) {
    if (event.kind != facts::EventKind::throw_) continue;
    thrown = event.arguments.empty() ? facts::kNoType : event.arguments[0].type;
    where = event.location;
  }
  bool certain = true;
  std::vector<int32_t> left;
  size_t guard = graph_.regions.size();
  int32_t region = block.region;
  // Takes what dies on the way to a handler of the regions in `left`, or out of the function.
  const auto unwound = [&](State& each, bool everything) {
    const auto dies = [&](PlaceId place) {
      const Places::Node& node = places_[place];
      if (node.derefs) return false;
      if (node.root == Root::temp) return true;
      if (node.root != Root::local || node.index >= graph_.locals.size()) return false;
      return everything || std::ranges::find(left, graph_.locals[node.index].region) != left.end();
    };
    std::vector<PlaceId> dying;
    bool owner = false;
    for (const Entry& entry : each.values) {
      if (!dies(entry.place)) continue;
      dying.push_back(places_[entry.place].base);
      owner = owner || entry.value.kind == Kind::owner;
    }
    if (owner && each.held) finish(each, End::leased, where, "held by an owner");
    for (const PlaceId place : dying) clear(each, place);
    check_lost(each, where);
  };
  while (region >= 0 && static_cast<size_t>(region) < graph_.regions.size() && guard-- > 0) {
    left.push_back(region);
    for (const facts::Handler& handler : graph_.regions[static_cast<size_t>(region)].handlers) {
      const Catch match =
          handler.type == facts::kNoType ? Catch::yes : oracle_.catches(handler.type, thrown);
      if (match == Catch::no) continue;
      State next = state;
      if (match == Catch::maybe || !certain) {
        blur(next, "which handler takes the exception is unknown");
      }
      unwound(next, false);
      go(index, handler.block, std::move(next));
      if (match == Catch::yes) return;
      certain = false;
    }
    region = graph_.regions[static_cast<size_t>(region)].parent;
  }
  if (!state.held) return;
  if (!certain) blur(state, "which handler takes the exception is unknown");
  unwound(state, true);
  if (state.held) leave_function(state, where);
}

// Drops what nobody asks for from `to` on, so that paths which differ in nothing else meet.
void Walk::prune(uint32_t from, uint32_t to, State& state) {
  bool temps = false;
  std::vector<PlaceId> dead;
  std::vector<PlaceId> unused;  // aliases that are not used any more
  bool used = false;
  const auto needed = [&](PlaceId place) {
    return std::ranges::any_of(state.values, [&](const Entry& each) {
      if (each.value.kind == Kind::same) return places_.overlap(each.value.ref, place);
      return each.value.kind == Kind::test && reads_overlap(each.value.ref, place);
    });
  };
  for (const Entry& each : state.values) {
    const Places::Node& node = places_[each.place];
    const bool temp = node.root == Root::temp && !node.derefs;
    const bool local = node.root == Root::local && !node.derefs;
    if (temp && each.value.kind != Kind::owner) {
      const bool crosses = prepared_.temp_crosses(node.index);
      if (crosses ? !prepared_.temp_live(to, node.index) : !holds(each.value)) {
        temps = temps || holds(each.value);
        dead.push_back(each.place);
        continue;
      }
    } else if (is_fact(each.value)) {
      if (!prepared_.place_live(to, each.place) && !needed(each.place)) dead.push_back(each.place);
    } else if (local && each.value.kind != Kind::owner && !prepared_.local_live(to, node.index)) {
      (holds(each.value) ? unused : dead).push_back(each.place);
      continue;
    }
    used = used || holds(each.value);
  }
  // With few locals an alias stays though nobody uses it: where the last one ends, the object gets
  // lost. Many would only multiply the states, and where the last used one ends will do.
  if (used && graph_.locals.size() > kFewLocals)
    dead.insert(dead.end(), unused.begin(), unused.end());
  for (const PlaceId each : dead) state.erase(each);
  std::erase_if(state.truths, [&](const Truth& each) {
    const Predicate& what = *predicates_[each.predicate];
    if (what.kind == Predicate::Kind::text) return !prepared_.text_live(to, what.text);
    return !prepared_.place_live(to, what.left) || !prepared_.place_live(to, what.right);
  });
  if (!temps) return;
  const Block& block = graph_.blocks[from];
  const bool last = !block.events.empty() && block.location.line == 0;
  check_lost(state, last ? block.events.back().location : block.location);
}

void Walk::go(uint32_t from, uint32_t to, State state) {
  if (to >= graph_.blocks.size() || overflow_) return;
  prune(from, to, state);
  if (!state.held) {
    state.left = 0;
    if (!taken_here() || !prepared_.reaches_origin(to)) return;
  }
  Visited& visited = visited_[to];
  if (!add(visited, std::move(state))) return;
  overflow_ = states_ > budget_;
  if (std::exchange(visited.queued, true)) return;
  queue_.push_back(to);
  std::ranges::push_heap(
      queue_, [this](uint32_t a, uint32_t b) { return prepared_.order(a) > prepared_.order(b); });
}

// ---- ends of paths -----------------------------------------------------------------------------

uint32_t Walk::reason_id(std::string_view reason) {
  const auto found = reason_ids_.find(reason);
  if (found != reason_ids_.end()) return found->second;
  const auto id = static_cast<uint32_t>(reasons_.size());
  reasons_.emplace_back(reason);
  reason_ids_.emplace(reason, id);
  return id;
}

void Walk::doubt(State& state, std::string_view reason) {
  if (!state.held || state.doubt) return;
  state.doubt = true;
  if (!state.blurred) state.why = reason_id(reason);
}

void Walk::hand_over(State& state, const Event& event, std::string reason) {
  if (!state.held || state.handed != 0) return;
  for (uint32_t i = 0; i < hand_overs_.size(); ++i) {
    if (hand_overs_[i].location == event.location && hand_overs_[i].reason == reason) {
      state.handed = i + 1;
      return;
    }
  }
  hand_overs_.push_back({event.location, std::move(reason)});
  state.handed = static_cast<uint32_t>(hand_overs_.size());
}

// This object's way ends here. The path goes on, for another object may be taken on it.
void Walk::finish(State& state, End end, const Location& where, std::string_view reason) {
  if (!state.held) return;
  const auto at = static_cast<size_t>(end);
  ends_[at] = true;
  if (end_reasons_[at].empty()) end_reasons_[at] = reason;
  switch (end) {
    case End::put:
    case End::leased:
      if (where.line != 0) outcome_.puts.push_back(where);
      break;
    case End::handed:
      outcome_.hand_overs.push_back(where);
      break;
    case End::lost:
    case End::borrowed:
      outcome_.misses.push_back(where);
      break;
    case End::unproven:
      break;
  }
  object_absent(state, state.present ? numbers_.nonzero() : NumberSet{});
}

void Walk::let_go(State& state, const Location& where) {
  if (!state.held) return;
  if (state.handed != 0) {
    const HandOver& over = hand_overs_[state.handed - 1];
    finish(state, End::handed, over.location, over.reason);
  } else if (state.doubt || state.blurred) {
    finish(state, End::unproven, where, reasons_[state.why]);
  } else if (state.again) {
    const Event& origin = graph_.blocks[origin_.block].events[origin_.event];
    finish(state, End::lost, origin.location, "taken again in the loop while still held");
  } else {
    const Location& at = state.left != 0 ? returns_[state.left - 1] : end_of(where);
    finish(state, taken_here() ? End::lost : End::borrowed, at, "left without being put back");
  }
}

void Walk::leave_function(State& state, const Location& where) {
  bool inside = false;
  bool outside = false;
  for (const Entry& each : state.values) {
    if (each.value.kind != Kind::owner) continue;
    (places_.external(each.place) ? outside : inside) = true;
  }
  // By-value parameters die with the call, without an event of their own.
  if (inside) {
    finish(state, End::leased, {}, "held by an owner");
    return;
  }
  if (outside && taken_here() && state.handed == 0) {
    finish(state, End::handed, where, "held by an owner elsewhere");
    return;
  }
  state.again = false;
  let_go(state, where);
}

Outcome Walk::verdict() {
  const auto ended = [this](End end) { return ends_[static_cast<size_t>(end)]; };
  const auto reason = [this](End end) { return end_reasons_[static_cast<size_t>(end)]; };
  const bool gone = ended(End::lost) || ended(End::borrowed);
  const bool put = ended(End::put) || ended(End::leased);
  Outcome out = std::move(outcome_);
  if (overflow_) {
    out.fate = Fate::unproven;
    out.reason = "too many paths to follow";
  } else if (ended(End::unproven)) {
    out.fate = Fate::unproven;
    out.reason = reason(End::unproven);
  } else if (gone && (put || ended(End::handed))) {
    out.fate = Fate::some_paths;
    out.reason = put ? "put on some paths only" : reason(End::handed) + " on some paths only";
  } else if (ended(End::lost)) {
    out.fate = Fate::never;
    out.reason = reason(End::lost);
  } else if (ended(End::borrowed)) {
    out.fate = Fate::borrowed;
    out.reason = "left with the caller";
  } else if (put && ended(End::handed)) {
    out.fate = Fate::mixed;
    out.reason = "put on some paths, " + reason(End::handed) + " on others";
  } else if (ended(End::handed)) {
    out.fate = Fate::handed_over;
    out.reason = reason(End::handed);
  } else if (ended(End::put)) {
    out.fate = Fate::all_paths;
    out.reason = "put on every path";
  } else if (ended(End::leased)) {
    out.fate = Fate::leased;
    out.reason = reason(End::leased);
  } else {
    out.fate = Fate::unproven;
    out.reason = "no path leads from here out of the function";
  }
  if (out.fate == Fate::borrowed || out.fate == Fate::unproven) out.misses.clear();
  sort_unique(out.puts);
  sort_unique(out.misses);
  sort_unique(out.hand_overs);
  return out;
}

}  // namespace flow

Outcome explore(const facts::FlowGraph& graph, const Origin& origin, const Oracle& oracle,
                const Limits& limits) {
  Outcome out;
  const auto refuse = [&out](std::string_view reason) {
    out.reason = reason;
    return out;
  };
  if (graph.blocks.empty()) return refuse("the function has no body");
  if (origin.kind == Origin::Kind::event || origin.kind == Origin::Kind::out) {
    if (origin.block >= graph.blocks.size() ||
        origin.event >= graph.blocks[origin.block].events.size()) {
      return refuse("the object's origin is not in the function");
    }
  }
  return flow::Walk(graph, origin, oracle, limits).run();
}

}  // namespace pool_audit::analysis
