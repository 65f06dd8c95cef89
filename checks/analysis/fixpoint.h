// Summaries of functions that call each other, computed when they are asked for.
//
// A summary that asks for one that is being computed gets the assumption about it, at first the
// least value. What rests on an assumption is provisional until the outermost computation that was
// assumed about ends; if an assumption proves wrong by then, that computation is repeated with the
// values of the round before as assumptions, each function once a round. So the cost is that of a
// few rounds, however the calls are entangled, and for monotone functions the result is the least
// fixpoint, whatever is asked first. The scheme is that of tabled top-down solvers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <vector>

namespace pool_audit::analysis {

// `Same` tells whether two values say the same. Not thread-safe.
template <class Key, class Value, class Same = std::equal_to<Value>>
class Fixpoint {
 public:
  // `least`: the value that is assumed first. `top`: assumed of what has not settled after `rounds`
  // rounds. `too_deep`: the value of what would be computed inside `depth` others.
  struct Limits {
    Value least;
    Value top;
    Value too_deep;
    size_t rounds = 8;
    size_t depth = 32;
  };

  explicit Fixpoint(Limits limits) : limits_(std::move(limits)) {}

  // The value for `key`; `compute()` gives it, and may call get() for others.
  template <class Compute>
  Value get(const Key& key, const Compute& compute) {
    if (const auto found = final_.find(key); found != final_.end()) return found->second;
    if (const auto found = provisional_.find(key); found != provisional_.end()) {
      rest_on(found->second.lowest);
      return found->second.value;
    }
    if (const auto found = running_.find(key); found != running_.end()) {
      Frame& frame = stack_[found->second];
      frame.assumed = true;
      rest_on(found->second);
      return frame.assumption;
    }
    if (stack_.size() >= limits_.depth) {
      rest_on(0);  // from elsewhere it may be nearer
      return limits_.too_deep;
    }
    return solve(key, compute);
  }

 private:
  struct Frame {
    Value assumption;
    bool assumed = false;   // whether somebody got it
    size_t lowest = 0;      // outermost frame that the value rests on, or its own number
    bool unstable = false;  // an assumption proved wrong in it or below
  };
  struct Provisional {
    Value value;
    size_t lowest = 0;
  };

  void rest_on(size_t frame) {
    if (!stack_.empty()) stack_.back().lowest = std::min(stack_.back().lowest, frame);
  }

  // Makes the values of the round from `mark` on the assumptions of the next one.
  void next_round(size_t mark, size_t wrong_mark, bool give_up) {
    for (size_t i = mark; i < order_.size(); ++i) {
      const auto found = provisional_.find(order_[i]);
      assumptions_.insert_or_assign(order_[i], std::move(found->second.value));
      provisional_.erase(found);
    }
    order_.resize(mark);
    if (give_up) {
      for (size_t i = wrong_mark; i < wrong_.size(); ++i) {
        assumptions_.insert_or_assign(wrong_[i], limits_.top);
      }
    }
    wrong_.resize(wrong_mark);
  }

  template <class Compute>
  Value solve(const Key& key, const Compute& compute) {
    const size_t number = stack_.size();
    const size_t mark = order_.size();
    const size_t wrong_mark = wrong_.size();
    running_.emplace(key, number);
    for (size_t round = 1;; ++round) {
      const auto known = assumptions_.find(key);
      stack_.push_back(
          {known == assumptions_.end() ? limits_.least : known->second, false, number, false});
      Value value = compute();
      Frame frame = std::move(stack_.back());
      stack_.pop_back();
      // What follows from assuming the worst holds, whatever it is.
      if (frame.assumed && !Same()(value, frame.assumption) &&
          !Same()(frame.assumption, limits_.top)) {
        frame.unstable = true;
        wrong_.push_back(key);
      }
      const bool outermost = frame.lowest >= number;
      if (outermost && frame.unstable) {
        assumptions_.insert_or_assign(key, value);
        next_round(mark, wrong_mark, round >= limits_.rounds);
        continue;
      }
      running_.erase(key);
      if (outermost) {
        finish(mark);
        final_.emplace(key, value);
        if (stack_.empty()) assumptions_.clear();
      } else {
        // Whoever rested on this frame now rests on what it rests on.
        for (size_t i = mark; i < order_.size(); ++i) {
          size_t& lowest = provisional_.at(order_[i]).lowest;
          lowest = std::min(lowest, frame.lowest);
        }
        provisional_.emplace(key, Provisional{value, frame.lowest});
        order_.push_back(key);
        rest_on(frame.lowest);
        stack_.back().unstable = stack_.back().unstable || frame.unstable;
      }
      return value;
    }
  }

  void finish(size_t mark) {
    for (size_t i = mark; i < order_.size(); ++i) {
      const auto found = provisional_.find(order_[i]);
      final_.emplace(order_[i], std::move(found->second.value));
      provisional_.erase(found);
    }
    order_.resize(mark);
  }

  Limits limits_;
  std::map<Key, Value> final_;
  std::map<Key, Provisional> provisional_;
  std::vector<Key> order_;  // of the provisional ones
  std::map<Key, Value> assumptions_;
  std::vector<Key> wrong_;  // assumptions about these proved wrong in this round
  std::map<Key, size_t> running_;
  std::vector<Frame> stack_;
};

}  // namespace pool_audit::analysis
