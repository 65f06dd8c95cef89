// Where a branch or a switch can go to, and what is known there.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Block;
using facts::Root;

namespace {

// Whether `word` stands in the source text, not as a part of a longer name.
bool has_word(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  const auto part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !part(text[at - 1])) && (end == text.size() || !part(text[end]))) return true;
  }
  return false;
}

}  // namespace

void Walk::branch(uint32_t index, const Block& block, State state) {
  if (state.missing) object_absent(state, {});  // this may be the test
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
    const bool last = i == 1 || block.successors.size() == 1 || question.known;
    State next = last ? std::move(state) : state;
    const bool told_null = may_be_null_ && next.held && !question.known && question.predicate &&
                           predicates_[*question.predicate]->kind == Predicate::Kind::present &&
                           taken == question.negated;
    std::optional<State> before;
    if (told_null) before = next;
    if (!question.known && question.predicate &&
        !assume(next, *question.predicate, taken != question.negated, index)) {
      continue;
    }
    if (before) {
      note_branch(*before, index, taken ? PathStep::Kind::holds : PathStep::Kind::fails);
      look_for_use_of_null(*before, block.successors[i]);
    }
    if (repeated && !question.known) assume(next, *repeated, taken, index);
    note_branch(next, index, taken ? PathStep::Kind::holds : PathStep::Kind::fails);
    go(index, block.successors[i], std::move(next));
  }
}

// An opaque condition that reads what holds the object, or names it, may well be its null test.
bool Walk::tests_unseen(const State& state, const Question& question,
                        const facts::Condition& condition) {
  if (question.predicate && predicates_[*question.predicate]->kind != Predicate::Kind::text) {
    return false;
  }
  const auto holder = [&](PlaceId place) {
    const Value* value = place == kNoPlace ? nullptr : state.find(place);
    return value && (value->kind == Kind::object || value->kind == Kind::contains);
  };
  if (std::ranges::any_of(condition.reads,
                          [&](const facts::Place& each) { return holder(resolve(state, each)); })) {
    return true;
  }
  // What the condition calls on the way is none of its reads.
  return condition.op == facts::CompareOp::none && condition.reads.empty() &&
         std::ranges::any_of(state.values, [&](const Entry& each) {
           const Places::Node& node = places_[each.place];
           return node.root == Root::local && node.depth == 0 && holder(each.place) &&
                  has_word(condition.text.text(), graph_.locals[node.index].name.text());
         });
}

void Walk::choose(uint32_t index, const Block& block, State state) {
  if (state.missing) object_absent(state, {});
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
    note_branch(next, index, PathStep::Kind::case_);
    go(index, block.successors[i], std::move(next));
  }
  if (block.successors.size() <= block.cases.size()) return;
  if (rest.empty() || (number && (value.set & rest).empty())) return;
  if (value.ref != kNoPlace && !restrict_numbers(state, value.ref, rest, index)) return;
  note_branch(state, index, PathStep::Kind::default_);
  go(index, block.successors.back(), std::move(state));
}

// Branches before the object came say nothing of it.
void Walk::note_branch(State& state, uint32_t block, PathStep::Kind kind) {
  if (!state.held) {
    state.trail = 0;
    return;
  }
  turns_.push_back({state.trail, block, kind});
  state.trail = static_cast<uint32_t>(turns_.size());
}

// Of a loop's rounds the last one tells the story.
std::vector<PathStep> Walk::way_of(const State& state) const {
  std::vector<PathStep> way;
  std::vector<uint32_t> seen;
  for (uint32_t at = state.trail; at != 0; at = turns_[at - 1].before) {
    const Turn& turn = turns_[at - 1];
    if (std::ranges::find(seen, turn.block) != seen.end()) continue;
    seen.push_back(turn.block);
    const facts::Block& block = graph_.blocks[turn.block];
    way.push_back({turn.kind, block.location, block.condition.text});
  }
  std::ranges::reverse(way);
  return way;
}

}  // namespace pool_audit::analysis::flow
