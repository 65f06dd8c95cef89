#include "tool/refactor/fold.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "checks/support/words.h"
#include "tool/refactor/fold_clean.h"
#include "tool/refactor/fold_move.h"
#include "tool/refactor/fold_text.h"
#include "tool/refactor/pool_slot.h"
#include "tool/refactor/remove_locks.h"
#include "tool/refactor/statement_tree.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

namespace {

using Kind = StatementNode::Kind;

constexpr std::array<std::string_view, 12> kStores = {
    "push_back", "push", "push_front", "emplace_back", "emplace_front", "emplace",
    "insert",    "add",  "append",     "enqueue",      "try_push",      "push_bottom"};
constexpr std::array<std::string_view, 12> kEmptied = {
    "clear",       "reserve", "shrink_to_fit", "pop_back", "pop_front", "pop",
    "free_memory", "purge",   "trim",          "squeeze",  "erase",     "unlock"};

// What is known of locals at a place.
struct State {
  Nulls nulls;  // hold a null pointer
  Nulls gone;   // hold an object that was destroyed
};

using Outcome = FoldOutcome;

class Fold {
 public:
  Fold(const Source& source, const FoldInput& input)
      : source_(source),
        tokens_(source.tokens()),
        input_(input),
        mover_(source, input.spares, input.successor,
               [this](size_t where, std::string reason) { fail(where, std::move(reason)); }) {}

  Folded run(size_t opening) {
    Folded out;
    const auto tree = statement_tree(source_, opening);
    if (!tree) {
      out.where = opening;
      out.reason = "its statements cannot be told apart";
      const size_t end = source_.partner(opening).value_or(opening);
      for (size_t i = opening; i < end; ++i) {
        if (!tokens_[i].in_directive && !tokens_[i].is("goto")) continue;
        out.where = i;
        out.reason += tokens_[i].in_directive ? ": a line of the preprocessor is between them"
                                              : ": a goto leaves their order";
        break;
      }
      return out;
    }
    State state;
    end_ = tree->last;
    const Outcome whole = block(*tree, state);
    mover_.finish(opening);
    out.made = mover_.made();
    out.reason = reason_;
    out.where = where_;
    out.body = clean_body(applied(source_, range_of(*tree), whole.changes));
    return out;
  }

 private:
  [[nodiscard]] Range range_of(const StatementNode& node) const {
    return refactor::range_of(source_, node);
  }

  [[nodiscard]] std::string text(size_t begin, size_t end) const {
    return begin < end
               ? std::string(source_.of({tokens_[begin].range.begin, tokens_[end - 1].range.end}))
               : std::string();
  }

  void fail(size_t where, std::string reason) {
    if (!reason_.empty()) return;
    reason_ = std::move(reason);
    where_ = where;
  }

  [[nodiscard]] bool is_slot(size_t i) const { return input_.spares.slots.contains(i); }
  [[nodiscard]] bool is_count(size_t i) const { return input_.spares.counts.contains(i); }

  [[nodiscard]] bool speaks(size_t begin, size_t end) const {
    for (size_t i = begin; i < end; ++i) {
      if (is_slot(i) || is_count(i)) return true;
    }
    return false;
  }

  [[nodiscard]] bool is_name(size_t i) const { return tokens_[i].is_word(); }

  [[nodiscard]] bool is_member(size_t i) const { return source_.is_behind_object(i); }

  // ---- blocks --------------------------------------------------------------------------------

  Outcome block(const StatementNode& node, State& state) {
    Outcome out;
    size_t live = 0;  // but for locks
    bool less = false;
    for (size_t i = 0; i < node.children.size(); ++i) {
      const StatementNode& child = node.children[i];
      if (child.kind == Kind::label) {
        out.ends = false;
        state = {};
        ++live;
        continue;
      }
      if (out.ends) {
        size_t last = i;
        while (last + 1 < node.children.size() && node.children[last + 1].kind != Kind::label)
          ++last;
        for (size_t dead = i; dead <= last; ++dead) mover_.dead(node.children[dead]);
        out.changes.push_back(without_dead(source_, node.children[i - 1], node.children[last]));
        i = last;
        continue;
      }
      last_put_.clear();
      block_ = &node;
      child_ = i;
      Outcome inner = statement(child, state, true);
      if (!last_put_.empty()) drop_reset(node, i, out);
      if (inner.removed) {
        const Range gone = whole_declaration(source_, range_of(child));
        out.changes.push_back({with_gap(source_.text(), gone), ""});
        less = true;
        continue;
      }
      if (!takes_lock(source_, child)) ++live;
      out.ends = inner.ends;
      std::ranges::move(inner.changes, std::back_inserter(out.changes));
    }
    // A lock guards nothing alone, unless it always did.
    out.removed = live == 0 && less;
    return out;
  }

  // `item->reset();` directly in front of where the item is put is of use to the next user alone.
  void drop_reset(const StatementNode& node, size_t put, Outcome& out) const {
    if (input_.reset.empty()) return;
    for (size_t i = put; i-- > 0;) {
      const StatementNode& each = node.children[i];
      if (each.kind != Kind::simple) return;
      const bool method = is_member(each.last - 3) && tokens_[each.last - 3].is(input_.reset);
      const bool call = each.last >= each.first + 5 && tokens_[each.last - 2].is("(");
      if (call && method && tokens_[each.first].is(last_put_)) {
        const Range gone = whole_declaration(source_, range_of(each));
        out.changes.push_back({with_gap(source_.text(), gone), ""});
        return;
      }
      for (size_t at = each.first; at < each.last; ++at) {
        if (tokens_[at].is(last_put_)) return;
      }
    }
  }

  Outcome statement(const StatementNode& node, State& state, bool in_block) {
    switch (node.kind) {
      case Kind::simple:
        return simple(node, state);
      case Kind::block:
        return block(node, state);
      case Kind::branch:
        return branch(node, state, in_block);
      case Kind::loop:
        return loop(node, state);
      case Kind::other:
        return other(node, state);
      case Kind::label:
        break;
    }
    return {};
  }

  // Names that are assigned, or may be, are null no longer.
  void forget(const StatementNode& node, Nulls& nulls) const {
    for (size_t i = node.first; i <= node.last; ++i) {
      if (!nulls.contains(tokens_[i].text) || is_member(i)) continue;
      const bool assigned = tokens_[i + 1].is("=") && !tokens_[i + 2].is("=");
      const bool passed = tokens_[i - 1].is("&") || tokens_[i - 1].is(",") ||
                          (tokens_[i - 1].is("(") && i >= 2 && is_name(i - 2) &&
                           !tokens_[i - 2].is("if") && !tokens_[i - 2].is("while"));
      if (assigned || passed) nulls.erase(std::string(tokens_[i].text));
    }
  }

  // `sizeof(*n)` follows nothing; `i`: of the bracket.
  [[nodiscard]] bool is_sized(size_t i) const {
    return i > 0 && tokens_[i].is("(") && tokens_[i - 1].is("sizeof");
  }

  // A null pointer that is followed, or an object that is used when it is gone.
  void check_uses(size_t begin, size_t end, const State& state) {
    for (size_t i = begin; i < end; ++i) {
      if (is_member(i)) continue;
      const bool assigned = tokens_[i + 1].is("=") && !tokens_[i + 2].is("=");
      if (state.gone.contains(tokens_[i].text) && !assigned) {
        fail(i, "'" + std::string(tokens_[i].text) + "' is used behind the place where it is put");
      }
      if (!state.nulls.contains(tokens_[i].text)) continue;
      const bool followed = (tokens_[i + 1].is("-") && tokens_[i + 2].is(">")) ||
                            (tokens_[i - 1].is("*") && !is_name(i - 2) && !is_sized(i - 2));
      if (followed) fail(i, "a spare is used where there would be none");
    }
  }

  // `free_.size()` as 0 and the like; what else names the spares is not understood.
  void substitute(size_t begin, size_t end, Outcome& out) {
    bool in_braces = false;  // of a lambda, which somebody else calls: a condition to wait for
    for (size_t i = begin; i < end; ++i) {
      in_braces = in_braces || tokens_[i].is("{");
      if (is_slot(i)) {
        const auto asked = asked_of(source_, i);
        if (!asked || asked->end > end || in_braces) {
          fail(i, "how the spares are used here is not understood");
          return;
        }
        mover_.refuse(i, "how many spares there are is asked here");
        const size_t first = expression_begin(source_, i);
        out.changes.push_back(
            {{tokens_[first].range.begin, tokens_[asked->end - 1].range.end}, asked->text});
        i = asked->end - 1;
      } else if (is_count(i)) {
        const bool written = (tokens_[i + 1].is("=") && !tokens_[i + 2].is("=")) ||
                             tokens_[i + 1].is("+") || tokens_[i - 1].is("&");
        if (written) {
          fail(i, "the number of spares is written here");
          return;
        }
        mover_.refuse(i, "how many spares there are is asked here");
        const size_t first = expression_begin(source_, i);
        out.changes.push_back({{tokens_[first].range.begin, tokens_[i].range.end}, "0"});
      }
    }
  }

  // ---- branches and loops ----------------------------------------------------------------------

  Outcome branch(const StatementNode& node, State& state, bool in_block) {
    const auto known =
        truth_of(source_, input_.spares, state.nulls, node.head_begin, node.head_end);
    if (known) {
      const bool other = !*known && node.children.size() > 1;
      check_taken(node, other ? node.children[1].first : node.last + 1);
      const bool turns = does_more_without_room(node, *known, state, in_block);
      const bool first = *known != turns;
      if (!first && node.children.size() < 2) return mover_.dropped(node, node.children[0]);
      return flatten(node, node.children[first ? 0 : 1], state, in_block);
    }
    Outcome out;
    check_uses(node.head_begin, node.head_end, state);
    substitute(node.head_begin, node.head_end, out);
    State then_state = state;
    State else_state = state;
    Outcome then = statement(node.children[0], then_state, false);
    Outcome otherwise;
    if (node.children.size() > 1) otherwise = statement(node.children[1], else_state, false);
    state = then.ends ? else_state : otherwise.ends ? then_state : joined(then_state, else_state);
    const bool calls = std::any_of(tokens_.begin() + static_cast<ptrdiff_t>(node.head_begin),
                                   tokens_.begin() + static_cast<ptrdiff_t>(node.head_end),
                                   [](const SourceToken& token) { return token.is("("); });
    const bool no_else = node.children.size() < 2 || otherwise.removed;
    if (then.removed && no_else && !calls) return {.removed = true};
    if (then.removed) {
      out.changes.push_back({range_of(node.children[0]), "{}"});
    } else {
      std::ranges::move(then.changes, std::back_inserter(out.changes));
    }
    if (otherwise.removed) {
      out.changes.push_back({{tokens_[node.children[0].last].range.end, range_of(node).end}, ""});
    } else {
      std::ranges::move(otherwise.changes, std::back_inserter(out.changes));
    }
    out.ends = node.children.size() > 1 && then.ends && otherwise.ends;
    return out;
  }

  // Whether the pool does more than to end an object for which it has no room, in the part that is
  // not taken or in what is behind this statement: `if (spare < 8) keep(n); else { free(n);
  // live--; }`. That is what it does to each of them then.
  bool does_more_without_room(const StatementNode& node, bool room, const State& state,
                              bool in_block) {
    if (!reason_.empty() || input_.successor) return false;  // a new pool decides about its room
    const bool has_else = node.children.size() > 1;
    const bool goes_on = !has_else && in_block && block_ != nullptr;
    const auto behind = goes_on ? std::span(block_->children).subspan(child_ + 1)
                                : std::span<const StatementNode>();
    const auto first = std::span(node.children).first(1);
    const auto other = has_else ? std::span(node.children).subspan(1) : behind;
    bool ends = false;
    const std::string object = stored_in(room ? first : other, state, ends);
    const auto ending = room ? other : first;
    if (object.empty() || ending.empty()) return false;
    // `if (spare < 8) { keep(n); n = NULL; } free(n);` comes by both.
    const bool both = room && goes_on && !ends;
    const auto disposed = input_.dispose(object);
    return disposed && ends_object(source_, *disposed, input_.dropped, ending.front().first,
                                   ending.back().last + 1, both);
  }

  // The object that these statements store among the spares; "" for none. `ends`: whether what is
  // behind them is not reached.
  std::string stored_in(std::span<const StatementNode> statements, State state, bool& ends) {
    const StatementNode* block = block_;
    const size_t child = child_;
    stored_.clear();
    for (const StatementNode& each : statements) ends = statement(each, state, false).ends;
    reason_.clear();
    last_put_.clear();
    block_ = block;
    child_ = child;
    return std::exchange(stored_, {});
  }

  // `while ((n = free_) != nullptr)` also sets n, which nothing from `next` on may ask for.
  void check_taken(const StatementNode& node, size_t next) {
    for (size_t i = node.head_begin; i + 2 < node.head_end; ++i) {
      for (size_t end = i + 3; end <= node.head_end; ++end) {
        const auto name = taken_over(source_, input_.spares, i, end);
        if (!name) continue;
        while (next < end_ && (!tokens_[next].is(*name) || is_member(next))) ++next;
        const bool assigned = tokens_[next + 1].is("=") && !tokens_[next + 2].is("=");
        if (next < end_ && !assigned) fail(i, "'" + *name + "' is used behind this condition");
        return;
      }
    }
  }

  static State joined(State a, const State& b) {
    std::erase_if(a.nulls, [&](const std::string& each) { return !b.nulls.contains(each); });
    a.gone.insert(b.gone.begin(), b.gone.end());
    return a;
  }

  // The part that is always done in place of the whole.
  Outcome flatten(const StatementNode& node, const StatementNode& part, State& state,
                  bool in_block) {
    const bool only_new = mover_.enter_without_spares();
    Outcome inner = statement(part, state, false);
    mover_.leave(only_new);
    for (const StatementNode& each : node.children) {
      if (&each != &part) mover_.dead(each);
    }
    if (inner.removed) return {.removed = true};
    Outcome out{.ends = inner.ends};
    out.changes.push_back(flattened(source_, node, part, inner.changes, in_block));
    return out;
  }

  Outcome loop(const StatementNode& node, State& state) {
    size_t parts = node.head_begin;
    std::vector<size_t> ends;  // of the parts of a for
    for (size_t i = node.head_begin; i < node.head_end; ++i) {
      if (tokens_[i].is(";")) ends.push_back(i);
      const bool range = tokens_[i].is(":") && !tokens_[i + 1].is(":") && !tokens_[i - 1].is(":");
      if (range && tokens_[node.first].is("for") && node.head_end > 0 &&
          is_slot(node.head_end - 1) && expression_begin(source_, node.head_end - 1) == i + 1) {
        return mover_.loop_dropped(node);
      }
    }
    State inside = state;
    size_t condition_end = node.head_end;
    if (ends.size() == 2) {
      if (const auto name = alias(node.head_begin, ends[0])) inside.nulls.insert(*name);
      parts = ends[0] + 1;
      condition_end = ends[1];
    }
    if (truth_of(source_, input_.spares, inside.nulls, parts, condition_end) == false) {
      check_taken(node, node.last + 1);
      return mover_.loop_dropped(node);
    }
    if (speaks(node.head_begin, node.head_end)) {
      fail(node.first, "a loop goes on by what spares there are");
    }
    Outcome out;
    forget(node, state.nulls);
    inside = state;
    check_uses(node.head_begin, node.head_end, inside);
    Outcome body = statement(node.children[0], inside, false);
    if (body.removed && speaks(node.children[0].first, node.children[0].last)) {
      return mover_.loop_dropped(node);
    }
    std::ranges::move(body.changes, std::back_inserter(out.changes));
    return out;
  }

  Outcome other(const StatementNode& node, State& state) {
    Outcome out;
    forget(node, state.nulls);
    if (tokens_[node.first].is("switch")) {
      check_uses(node.head_begin, node.head_end, state);
      substitute(node.head_begin, node.head_end, out);
    }
    for (const StatementNode& child : node.children) {
      State inside = state;
      Outcome inner = statement(child, inside, false);
      if (inner.removed) fail(child.first, "nothing would be left of this block");
      std::ranges::move(inner.changes, std::back_inserter(out.changes));
    }
    if (tokens_[node.first].is("do")) substitute(node.children.back().last + 1, node.last, out);
    return out;
  }

  // ---- simple statements -----------------------------------------------------------------------

  // The name that takes over the first spare: `n` of `T* n = free_`.
  [[nodiscard]] std::optional<std::string> alias(size_t begin, size_t end) const {
    for (size_t i = begin; i + 1 < end; ++i) {
      if (!tokens_[i].is("=") || tokens_[i + 1].is("=")) continue;
      const bool slot = is_slot(end - 1) && expression_begin(source_, end - 1) == i + 1;
      const bool name = i > begin && is_name(i - 1) && !is_member(i - 1) && !is_slot(i - 1);
      if (!slot || !name || (i >= 2 && i - 2 >= begin && tokens_[i - 2].is("&")))
        return std::nullopt;
      return std::string(tokens_[i - 1].text);
    }
    return std::nullopt;
  }

  Outcome put(size_t where, size_t begin, size_t end, const StatementNode& node, State& state) {
    std::string object = text(begin, end);
    constexpr std::string_view kMove = "std::move(";
    if (object.starts_with(kMove) && object.ends_with(')')) {
      object = object.substr(kMove.size(), object.size() - kMove.size() - 1);
    }
    if (object.starts_with("new ") || object.starts_with("std::make_")) {
      mover_.refuse(where, "objects are made ahead of time here");
      return {.removed = true};
    }
    mover_.stored(where);
    const bool plain =
        std::all_of(tokens_.begin() + static_cast<ptrdiff_t>(begin),
                    tokens_.begin() + static_cast<ptrdiff_t>(end), [](const SourceToken& token) {
                      return !token.is("&") && !token.is("+") && !token.is("new");
                    });
    if (!plain || object.empty()) {
      fail(where, "the spare that is stored here is no object of its own");
      return {};
    }
    const auto disposed = input_.successor ? input_.successor->put(object) : input_.dispose(object);
    if (!disposed) {
      fail(where, "how an object is destroyed does not show");
      return {};
    }
    last_put_ = object;
    stored_ = object;
    if (disposed->empty()) return {.removed = true};
    state.gone.insert(object);
    Outcome out;
    out.changes.push_back({range_of(node), as_statement(source_, *disposed, node)});
    return out;
  }

  // A statement that begins with the slot at `i`.
  Outcome begins_with_slot(size_t i, const StatementNode& node, State& state) {
    const size_t end = node.last;
    const bool arrow = tokens_[i + 1].is("-") && tokens_[i + 2].is(">");
    if (tokens_[i + 1].is(".") || arrow) {
      const size_t method = i + (arrow ? 3 : 2);
      const size_t opening = method + 1;
      if (opening < end && tokens_[opening].is("(") && source_.partner(opening) == end - 1) {
        if (std::ranges::find(kStores, tokens_[method].text) != kStores.end()) {
          return put(i, opening + 1, end - 1, node, state);
        }
        if (std::ranges::find(kEmptied, tokens_[method].text) != kEmptied.end()) {
          return mover_.emptied(i, node);
        }
        if (tokens_[method].is("resize") && tokens_[opening + 1].is("0"))
          return mover_.emptied(i, node);
      }
    }
    size_t equals = i + 1;
    if (tokens_[equals].is("[")) equals = source_.partner(equals).value_or(end) + 1;
    if (equals < end && tokens_[equals].is("=") && !tokens_[equals + 1].is("=")) {
      const std::string value = text(equals + 1, end);
      const bool none = value == "0" || value == "NULL" || value == "nullptr" || value == "{}" ||
                        state.nulls.contains(value);
      if (none) return mover_.emptied(i, node);
      const bool one_name = equals + 2 == end && is_name(equals + 1);
      if (one_name || value.starts_with("std::move(")) return put(i, equals + 1, end, node, state);
    }
    fail(i, "how the spares are used here is not understood");
    return {};
  }

  // `item->next = free_;`, `delete free_;`, `f(free_);`, `T* n = free_;`
  std::optional<Outcome> ends_with_slot(const StatementNode& node, State& state) {
    const size_t end = node.last;
    size_t slot = end - 1;
    if (tokens_[slot].is(")") && end - node.first >= 4 && tokens_[node.first + 1].is("(")) {
      --slot;
      const bool frees = is_slot(slot) && expression_begin(source_, slot) == node.first + 2;
      return frees && speaks_of_an_end(tokens_[node.first].text)
                 ? std::optional(mover_.spare_ended(slot))
                 : std::nullopt;
    }
    if (!is_slot(slot)) return std::nullopt;
    const size_t begin = expression_begin(source_, slot);
    if (tokens_[node.first].is("delete") && begin == node.first + 1)
      return mover_.spare_ended(slot);
    if (const auto name = alias(node.first, end)) {
      state.nulls.insert(*name);
      Outcome out;
      out.changes.push_back({{tokens_[begin].range.begin, tokens_[slot].range.end}, input_.null});
      return out;
    }
    // A link of the object that is stored next.
    size_t equals = node.first;
    while (equals < end && !tokens_[equals].is("=")) ++equals;
    if (equals + 1 == begin && is_member(equals - 1) && !tokens_[node.first].is("*")) {
      return Outcome{.removed = true};
    }
    return std::nullopt;
  }

  Outcome simple(const StatementNode& node, State& state) {
    Outcome out;
    const SourceToken& first = tokens_[node.first];
    for (size_t i = node.first; i < node.last; ++i) {
      if (input_.dropped.contains(i)) return {.removed = true};
    }
    if (keeps_count(source_, input_.spares, node.first, node.last)) return {.removed = true};
    bool slots = false;
    for (size_t i = node.first; i < node.last; ++i) slots = slots || is_slot(i);
    if (slots) {
      for (size_t i = node.first; i < node.last; ++i) {
        if (!is_slot(i)) continue;
        const bool asks = asked_of(source_, i).has_value();
        if (!asks && expression_begin(source_, i) == node.first)
          return begins_with_slot(i, node, state);
      }
      if (auto ended = ends_with_slot(node, state)) return *ended;
    }
    out.ends = first.is("return") || first.is("throw") || first.is("break") || first.is("continue");
    check_uses(node.first, node.last, state);
    substitute(node.first, node.last, out);
    mover_.statement(node, out);
    if (first.is("delete") && node.first + 2 == node.last) {
      state.gone.emplace(tokens_[node.first + 1].text);
    }
    forget(node, state.nulls);
    const bool null_value =
        tokens_[node.last - 1].is("nullptr") || tokens_[node.last - 1].is("NULL");
    if (node.last >= node.first + 3 && null_value && tokens_[node.last - 2].is("=") &&
        is_name(node.last - 3)) {
      state.nulls.emplace(tokens_[node.last - 3].text);
    }
    return out;
  }

  const Source& source_;
  const std::vector<SourceToken>& tokens_;
  const FoldInput& input_;
  size_t end_ = 0;  // the brace that closes the body
  std::string reason_;
  size_t where_ = 0;
  std::string last_put_;                  // the object that the statement just looked at puts
  std::string stored_;                    // and any statement
  const StatementNode* block_ = nullptr;  // that the statement just looked at stands in
  size_t child_ = 0;                      // which of its children it is
  Mover mover_;
};

}  // namespace

Folded fold(const Source& source, size_t opening, const FoldInput& input) {
  return Fold(source, input).run(opening);
}

}  // namespace pool_audit::refactor
