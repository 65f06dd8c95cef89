#include "tool/refactor/fold_move.h"

#include <utility>

namespace pool_audit::refactor {

namespace {

constexpr const char* kUnlike =
    "what is done to the spares here is not what a pool of the runtime would do";

// `t = new T`, `return new T`: what else the statement says would hold for spares as well.
bool stands_alone(const Source& source, const StatementNode& node, const Making& making) {
  const auto& tokens = source.tokens();
  for (size_t i = node.first; i < node.last; ++i) {
    if (i == making.begin) i = making.end;
    const SourceToken& token = tokens[i];
    if (i < node.last && (token.is("(") || token.is("?") || token.is("new") || token.is(","))) {
      return false;
    }
  }
  return true;
}

}  // namespace

FoldOutcome Mover::dropped(const StatementNode& whole, const StatementNode& part) {
  if (!successor_) return {.removed = true};
  if (const auto at = more_than_keeping(source_, spares_, part, *successor_)) {
    fail_(*at, "the new pool would not do to a spare what is done here");
  }
  if (is(Part::get) && returns_at_end(source_, part)) only_new_ = ends_early_ = true;
  if (!is(Part::other)) return {.removed = true};
  leaves_spares_ = true;
  return ends_objects(source_, part, *successor_) ? trimmed_at(whole)
                                                  : FoldOutcome{.removed = true};
}

void Mover::dead(const StatementNode& part) {
  if (is(Part::other)) return fail_(part.first, kUnlike);
  (void)dropped(part, part);
}

FoldOutcome Mover::trimmed_at(const StatementNode& node) {
  if (std::exchange(trims_, true)) return {.removed = true};
  FoldOutcome out;
  out.changes.push_back(
      {range_of(source_, node), as_statement(source_, successor_->call("trim"), node)});
  return out;
}

FoldOutcome Mover::loop_dropped(const StatementNode& node) {
  if (is(Part::put)) fail_(node.first, "a put looks through the spares in a loop");
  return dropped(node, node.children[0]);
}

FoldOutcome Mover::emptied(size_t i, const StatementNode& node) {
  if (!successor_ || is(Part::edge) || is(Part::get)) return {.removed = true};
  const auto& tokens = source_.tokens();
  const bool other_method = tokens[i + 1].is(".") && !tokens[i + 2].is("clear");
  if (is(Part::put) || other_method) fail_(i, kUnlike);
  return trimmed_at(node);
}

FoldOutcome Mover::spare_ended(size_t i) {
  if (is(Part::get) || (is(Part::put) && !successor_->replaces)) {
    fail_(i, "a spare is ended here");
  }
  leaves_spares_ = true;
  return {.removed = true};
}

bool Mover::make(const StatementNode& node, FoldOutcome& out) {
  const auto& tokens = source_.tokens();
  for (size_t i = node.first; i < node.last; ++i) {
    if (!tokens[i].is(successor_->owners ? "make_unique" : "new")) continue;
    const auto making = successor_->owners ? making_unique_at(source_, i) : making_at(source_, i);
    if (!making || making->end > node.last) {
      fail_(i, "how an object is made here is not understood");
      return true;
    }
    if (!stands_alone(source_, node, *making)) {
      fail_(i, "an object is made here together with something else");
    }
    const Range range{tokens[making->begin].range.begin, tokens[making->end - 1].range.end};
    if (!only_new_) fail_(i, "an object is made here whether there is a spare or not");
    if (!made_.empty() && made_ != making->how) fail_(i, "objects are made in two ways");
    made_ = making->how;
    const std::string taken = successor_->call("get");
    out.changes.push_back(
        {range, making->owner.empty() ? taken : making->owner + "(" + taken + ")"});
    return true;
  }
  return false;
}

void Mover::statement(const StatementNode& node, FoldOutcome& out) {
  if (is(Part::get)) {
    if (make(node, out) || !only_new_) return;
    if (!concerns_any_object(source_, node, *successor_)) {
      fail_(node.first, "this is done to a new object alone, and not to a spare");
    }
  } else if (is(Part::put)) {
    const auto object = ended_by(source_, node, *successor_);
    if (!object) return;
    out.changes.push_back({range_of(source_, node),
                           as_statement(source_, successor_->call("discard", *object), node)});
  }
}

void Mover::stored(size_t i) {
  if (successor_ && !is(Part::put)) fail_(i, "an object is stored here, and this is no put");
}

void Mover::refuse(size_t i, const char* reason) {
  if (successor_) fail_(i, reason);
}

bool Mover::enter_without_spares() {
  const bool before = only_new_;
  only_new_ = only_new_ || is(Part::get);
  return before;
}

void Mover::finish(size_t opening) {
  if (is(Part::other) && leaves_spares_ && !trims_) fail_(opening, kUnlike);
}

}  // namespace pool_audit::refactor
