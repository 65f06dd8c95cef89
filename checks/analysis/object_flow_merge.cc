// The edges of the graph: what is dropped on the way to a block, and how the states that meet there
// are kept apart, or merged where they are too many.
#include <algorithm>
#include <utility>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Block;
using facts::Root;

namespace {

// After this many joins a merged state forgets its facts, so that loops come to an end.
constexpr uint32_t kMostJoins = 64;
// In functions with no more locals than this, aliases that nobody uses any more are kept.
constexpr size_t kFewLocals = 16;

}  // namespace

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
    } else if (is_element(each)) {
      if (!prepared_.temp_crosses(node.index) || !prepared_.temp_live(to, node.index)) {
        dead.push_back(each.place);
        continue;
      }
    } else if (also_ == Also::ways && is_fact(each.value) && tells_ways(each.place)) {
      continue;
    } else if (each.value.kind == Kind::same && each.place == given_ &&
               prepared_.reaches_origin(to)) {
      continue;  // where the object that is given comes from
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
  spend(work_of(state));
  prune(from, to, state);
  if (!state.held) {
    state.left = 0;
    if (also_ == Also::ways) {
      state.trail = 0;
    } else if (again_ || !taken_here() || !prepared_.reaches_origin(to)) {
      return;
    }
  }
  Visited& visited = visited_[to];
  if (!add(visited, std::move(state))) return;
  overflow_ = overflow_ || states_ > budget_;
  if (std::exchange(visited.queued, true)) return;
  queue_.push_back(to);
  std::ranges::push_heap(
      queue_, [this](uint32_t a, uint32_t b) { return prepared_.order(a) > prepared_.order(b); });
}

// Both return whether there is anything new to follow.
bool Walk::add(Visited& visited, State state) {
  const uint64_t hash = state.hash();
  for (size_t i = 0; i < visited.hashes.size(); ++i) {
    if (visited.hashes[i] == hash && visited.states[i].same_as(state)) return false;
  }
  if (visited.states.size() >= states_per_block_) return merge(visited, std::move(state));
  ++states_;
  visited.hashes.push_back(hash);
  visited.pending.push_back(visited.states.size());
  visited.states.push_back(std::move(state));
  return true;
}

bool Walk::merge(Visited& visited, State state) {
  const auto forget = [this](State& each) {
    std::erase_if(each.values, [this](const Entry& entry) { return is_side_matter(entry.value); });
    each.truths.clear();
    blur(each, "too many paths to follow");
  };
  spend(visited.merged.size() * work_of(state));
  for (Visited::Merged& each : visited.merged) {
    State both;
    if (each.spent) {
      both = state;
      forget(both);
      if (!same_object(each.state, both)) continue;
    } else {
      if (!same_object(each.state, state)) continue;
      both = join(each.state, state);
    }
    if (both.same_as(each.state)) return false;
    if (++each.joins > kMostJoins) {
      forget(both);
      each.spent = true;
    }
    each.state = std::move(both);
    if (!std::exchange(each.pending, true)) ++states_;
    return true;
  }
  ++states_;
  visited.merged.push_back({std::move(state)});
  return true;
}

bool Walk::is_side_matter(const Value& value) const {
  return is_fact(value) || (value.kind == Kind::address && places_.external(value.ref));
}

bool Walk::same_object(const State& a, const State& b) const {
  if (!a.same_flags(b)) return false;
  auto left = a.values.begin();
  auto right = b.values.begin();
  while (true) {
    while (left != a.values.end() && is_side_matter(left->value)) ++left;
    while (right != b.values.end() && is_side_matter(right->value)) ++right;
    if (left == a.values.end() || right == b.values.end()) break;
    if (*left != *right) return false;
    ++left;
    ++right;
  }
  return left == a.values.end() && right == b.values.end();
}

// The facts that hold on both of two paths to the same object state.
State Walk::join(const State& a, const State& b) {
  State out = a;
  out.values.clear();
  out.truths.clear();
  const auto number_at = [&](const State& state, const Value* value, PlaceId place) {
    Value found = plain(Kind::number);
    found.set = numbers_.all();
    if (value && value->kind == Kind::number) return *value;
    if (value && value->kind == Kind::test) {
      const auto known = evaluate(state, value->ref);
      found.set = known ? numbers_.of(*known != value->negated ? 1 : 0) : numbers_.boolean();
    } else if (value && value->kind == Kind::same) {
      found.set = numbers_in(state, place);
    } else if (value && value->kind == Kind::address) {
      found.set = numbers_.nonzero();
    }
    return found;
  };
  auto left = a.values.begin();
  auto right = b.values.begin();
  while (left != a.values.end() || right != b.values.end()) {
    const bool from_a =
        right == b.values.end() || (left != a.values.end() && left->place <= right->place);
    const bool from_b =
        left == a.values.end() || (right != b.values.end() && right->place <= left->place);
    const Entry& entry = from_a ? *left : *right;
    if (from_a && from_b && left->value == right->value) {
      out.values.push_back(entry);
    } else {
      const Value x = number_at(a, from_a ? &left->value : nullptr, entry.place);
      const Value y = number_at(b, from_b ? &right->value : nullptr, entry.place);
      Value both = x;
      both.set = x.set | y.set;
      both.soft = x.soft || y.soft;
      both.block = x.block == y.block ? x.block : kAssigned - 1;
      both.joined = true;
      out.values.push_back({entry.place, both});
    }
    if (from_a) ++left;
    if (from_b) ++right;
  }
  for (const Truth& each : a.truths) {
    Truth both = each;
    const Truth* other = b.truth(each.predicate);
    const bool relation = predicates_[each.predicate]->kind == Predicate::Kind::relation;
    if (!other || *other != each) {
      both.value = static_cast<uint8_t>(each.value | (other ? other->value : relation ? 7 : 3));
      both.soft = each.soft || (other && other->soft);
      both.joined = true;
    }
    out.set_truth(both);
  }
  for (const Truth& each : b.truths) {
    if (a.truth(each.predicate)) continue;
    Truth both = each;
    both.value = predicates_[each.predicate]->kind == Predicate::Kind::relation ? 7 : 3;
    both.joined = true;
    out.set_truth(both);
  }
  return out;
}

}  // namespace pool_audit::analysis::flow
