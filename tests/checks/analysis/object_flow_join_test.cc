// What the walk knows where paths meet: joining states, exhaustively over a small universe.
//
// The meaning of a state is what it allows: which pairs of integers may be in two places, which
// truths two opaque predicates may have. A join has to allow what either state allows.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "checks/analysis/object_flow_walk.h"
#include "checks/facts/text.h"

namespace pool_audit::analysis::flow {

class NoOracle : public Oracle {
 public:
  [[nodiscard]] CallEffect effect(const facts::FlowGraph&, const facts::Event&, int,
                                  bool) const override {
    return {};
  }
  [[nodiscard]] CallEffect capture_effect(Symbol, uint32_t) const override { return {}; }
  [[nodiscard]] bool is_owner(facts::TypeId) const override { return false; }
  [[nodiscard]] const facts::Type& type(facts::TypeId) const override { return type_; }
  [[nodiscard]] bool never_fails(const facts::Event&) const override { return true; }

 private:
  facts::Type type_;
};

// A walk that has not started, to make states for and to join them.
class WalkProbe {
 public:
  WalkProbe() : graph_(graph()), walk_(graph_, origin_, oracle_, limits_) {}

  PlaceId local(std::string_view name) {
    facts::Place out;
    out.root = facts::Root::local;
    while (graph_.locals[out.index].name.text() != name) ++out.index;
    return walk_.places_.intern(out);
  }
  uint32_t predicate(Predicate what) { return walk_.predicate(std::move(what)); }
  State join(const State& a, const State& b) { return walk_.join(a, b); }
  [[nodiscard]] bool same_object(const State& a, const State& b) { return walk_.same_object(a, b); }
  [[nodiscard]] const Numbers& numbers() const { return walk_.numbers_; }
  [[nodiscard]] Value plain(Kind kind, uint32_t ref = 0) const { return walk_.plain(kind, ref); }

 private:
  static facts::FlowGraph graph() {
    const auto facts = facts::parse(R"(
function f() {
  local x: int
  local y: int
  block 0:
    if x == 2 -> 1 else 1
  block 1:
    return
})");
    return facts->graphs.front();
  }

  facts::FlowGraph graph_;
  Origin origin_;
  NoOracle oracle_;
  Limits limits_;
  Walk walk_;
};

namespace {

class Join : public testing::Test {
 protected:
  Join() : x_(probe_.local("x")), y_(probe_.local("y")) {
    for (size_t bit = 0; bit < NumberSet::kBits; ++bit) {
      if (probe_.numbers().all().has(bit)) pieces_.push_back(bit);
    }
    Predicate zero;
    zero.kind = Predicate::Kind::number;
    zero.left = y_;
    zero.set = probe_.numbers().zero();
    y_is_zero_ = probe_.predicate(zero);
    Predicate text;
    text.kind = Predicate::Kind::text;
    text.text = Symbol("ready()");
    text_ = probe_.predicate(text);
    Predicate relation;
    relation.kind = Predicate::Kind::relation;
    relation.left = x_;
    relation.right = y_;
    relation.mask = kLess;
    relation_ = probe_.predicate(relation);
  }

  Value number(const NumberSet& set, uint32_t block, bool soft = false) const {
    Value out = probe_.plain(Kind::number);
    out.set = set;
    out.block = block;
    out.soft = soft;
    return out;
  }

  // Everything that two places can be known to hold. `unknown` is an absent entry.
  std::vector<State> states_of_places() {
    const Numbers& n = probe_.numbers();
    std::vector<Value> in_y = {Value{}, number(n.zero(), 1), number(n.one(), 2),
                               number(n.boolean(), 1), number(n.nonzero(), kAssigned)};
    std::vector<Value> in_x = in_y;
    in_x.push_back(number(n.zero(), 2));
    in_x.push_back(number(n.zero(), 1, true));
    in_x.push_back(number(n.one(), kAssigned, true));
    in_x.push_back(probe_.plain(Kind::same, y_));
    in_x.push_back(probe_.plain(Kind::test, y_is_zero_));
    in_x.push_back(in_x.back());
    in_x.back().negated = true;
    std::vector<State> out;
    for (const Value& x : in_x) {
      for (const Value& y : in_y) {
        State state;
        state.held = true;
        if (x.kind != Kind::unknown) state.set(x_, x);
        if (y.kind != Kind::unknown) state.set(y_, y);
        out.push_back(std::move(state));
      }
    }
    return out;
  }

  std::vector<State> states_of_truths() const {
    std::vector<State> out;
    for (uint8_t text = 0; text <= 2; ++text) {
      for (uint8_t mask = 0; mask < 7; ++mask) {
        for (const bool soft : {false, true}) {
          State state;
          if (text != 0) state.set_truth({text_, text, soft, false, 1});
          if (mask != 0) state.set_truth({relation_, mask, false, false, 2});
          out.push_back(std::move(state));
        }
      }
    }
    return out;
  }

  [[nodiscard]] bool allows(const State& state, PlaceId place, size_t piece, size_t other) const {
    const Value* value = state.find(place);
    if (!value || value->soft) return true;
    if (value->kind == Kind::number) return value->set.has(piece);
    if (value->kind == Kind::same) return piece == other;
    const bool zero = probe_.numbers().zero().has(other);
    const Numbers& n = probe_.numbers();
    return (zero != value->negated ? n.one() : n.zero()).has(piece);
  }

  // A bit for each pair of pieces that may be in the two places, then for each pair of truths.
  [[nodiscard]] uint64_t meaning(const State& state) const {
    uint64_t out = 0;
    size_t bit = 0;
    for (const size_t x : pieces_) {
      for (const size_t y : pieces_) {
        const bool both = allows(state, x_, x, y) && allows(state, y_, y, x);
        out |= uint64_t{both} << bit++;
      }
    }
    const Truth* text = state.truth(text_);
    const Truth* relation = state.truth(relation_);
    for (const uint8_t truth : {1, 2}) {
      for (const uint8_t order : {kLess, kEqual, kGreater}) {
        const bool first = !text || text->soft || (text->value & truth) != 0;
        const bool second = !relation || relation->soft || (relation->value & order) != 0;
        out |= uint64_t{first && second} << bit++;
      }
    }
    return out;
  }

  void laws(const std::vector<State>& states) {
    for (const State& a : states) {
      ASSERT_TRUE(probe_.join(a, a).same_as(a));
      for (const State& b : states) {
        ASSERT_TRUE(probe_.same_object(a, b));
        const State both = probe_.join(a, b);
        ASSERT_TRUE(both.same_as(probe_.join(b, a)));
        ASSERT_TRUE(both.same_flags(a));
        const uint64_t either = meaning(a) | meaning(b);
        ASSERT_EQ(meaning(both) & either, either);
        // Joined again with what is in it already it says the same: loops come to an end.
        ASSERT_EQ(meaning(probe_.join(both, a)), meaning(both));
        ASSERT_TRUE(probe_.join(probe_.join(both, a), b).same_as(probe_.join(both, a)));
        for (const State& c : states) {
          const State left = probe_.join(both, c);
          const State right = probe_.join(a, probe_.join(b, c));
          ASSERT_EQ(meaning(left), meaning(right));
        }
      }
    }
  }

  // Whether `a` knows of each place what `b` knows, or more. (That two places hold the same is not
  // compared with what each of them holds.)
  [[nodiscard]] bool below(const State& a, const State& b) const {
    const auto place_below = [&](PlaceId place) {
      const Value* less = a.find(place);
      const Value* more = b.find(place);
      if (!more || (less && *less == *more)) return true;
      const bool numbers = less && less->kind == Kind::number && more->kind == Kind::number;
      return numbers && !less->soft && !more->soft && less->set.inside(more->set);
    };
    const auto truth_below = [&](uint32_t predicate) {
      const Truth* less = a.truth(predicate);
      const Truth* more = b.truth(predicate);
      if (!more || (less && *less == *more)) return true;
      return less && !less->soft && !more->soft && (less->value & ~more->value) == 0;
    };
    return place_below(x_) && place_below(y_) && truth_below(text_) && truth_below(relation_);
  }

  // The more is known, the more the join knows.
  void monotone(const std::vector<State>& states) {
    size_t compared = 0;
    for (const State& a : states) {
      for (const State& b : states) {
        if (!below(a, b)) continue;
        ++compared;
        for (const State& c : states) {
          const uint64_t less = meaning(probe_.join(a, c));
          ASSERT_EQ(less & ~meaning(probe_.join(b, c)), 0U);
        }
      }
    }
    EXPECT_GT(compared, 2 * states.size());
  }

  WalkProbe probe_;
  PlaceId x_;
  PlaceId y_;
  uint32_t y_is_zero_ = 0;
  uint32_t text_ = 0;
  uint32_t relation_ = 0;
  std::vector<size_t> pieces_;
};

TEST_F(Join, OfPlacesIsASemilattice) {
  const std::vector<State> states = states_of_places();
  EXPECT_EQ(states.size(), 55U);
  laws(states);
}

TEST_F(Join, OfTruthsIsASemilattice) {
  laws(states_of_truths());
}

TEST_F(Join, IsMonotone) {
  monotone(states_of_places());
  monotone(states_of_truths());
}

}  // namespace
}  // namespace pool_audit::analysis::flow
