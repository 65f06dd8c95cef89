// A history of hand-outs, and what must be true of it.
//
// Every hand-out notes four moments of one clock: before and after the get, before and after the
// put. Between the two in the middle the object was out for certain; what a pool promises about who
// is out when can then be checked afterwards, whatever the order in which the calls took effect.
#ifndef TESTS_RUNTIME_HISTORY_H
#define TESTS_RUNTIME_HISTORY_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pool_test {

struct hand_out {
  std::uint64_t object = 0;  // a number that no other object of the test has
  std::uint64_t get_begins = 0;
  std::uint64_t got = 0;
  std::uint64_t put_begins = 0;
  std::uint64_t put_done = 0;
};

// The most intervals [first, second] that hold at once; none is empty.
inline std::size_t most_at_once(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& all) {
  std::vector<std::pair<std::uint64_t, int>> edges;
  for (const auto& [first, second] : all) {
    edges.emplace_back(first, 1);
    edges.emplace_back(second, -1);
  }
  std::ranges::sort(edges);
  std::size_t now = 0;
  std::size_t most = 0;
  for (const auto& [at, change] : edges) {
    now += static_cast<std::size_t>(change);
    most = std::max(most, now);
  }
  return most;
}

// Empty when the history is one that a pool may have: the hand-outs of each object alternate with
// its returns, at most `out_bound` objects are out for certain at any moment, and at most
// `idle_bound` rest for certain. Else says what is wrong.
inline std::string check_history(const std::vector<hand_out>& history,
                                 std::size_t out_bound = ~std::size_t{0},
                                 std::size_t idle_bound = ~std::size_t{0}) {
  std::map<std::uint64_t, std::vector<const hand_out*>> by_object;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> idle;
  for (const hand_out& each : history) {
    if (!(each.get_begins < each.got && each.got < each.put_begins &&
          each.put_begins < each.put_done)) {
      return "a hand-out of object " + std::to_string(each.object) + " ends before it begins";
    }
    by_object[each.object].push_back(&each);
    out.emplace_back(each.got, each.put_begins);
  }
  for (auto& [object, turns] : by_object) {
    std::ranges::sort(turns, {}, &hand_out::got);
    for (std::size_t at = 1; at < turns.size(); ++at) {
      const hand_out& before = *turns[at - 1];
      const hand_out& after = *turns[at];
      if (after.got < before.put_begins) {
        return "object " + std::to_string(object) + " was handed out at " +
               std::to_string(after.got) + ", and out until " + std::to_string(before.put_begins);
      }
      if (before.put_done < after.get_begins) idle.emplace_back(before.put_done, after.get_begins);
    }
  }
  if (const std::size_t most = most_at_once(out); most > out_bound) {
    return std::to_string(most) + " objects were out at once; the bound is " +
           std::to_string(out_bound);
  }
  if (const std::size_t most = most_at_once(idle); most > idle_bound) {
    return std::to_string(most) + " objects rested at once; the bound is " +
           std::to_string(idle_bound);
  }
  return {};
}

}  // namespace pool_test

#endif
