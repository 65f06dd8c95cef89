// What paths overwrite, and what they read first.
#include <algorithm>
#include <deque>

#include "checks/analysis/member_writes.h"

namespace pool_audit::analysis {

using facts::Block;
using facts::Event;
using facts::FlowGraph;
using facts::Terminator;

namespace {

constexpr int kMaxRounds = 64;

Origin origin_of(int parameter) {
  Origin out;
  out.kind = parameter < 0 ? Origin::Kind::this_ : Origin::Kind::parameter;
  out.index = parameter < 0 ? 0 : static_cast<uint32_t>(parameter);
  return out;
}

// Blocks that a depth-first walk comes back to, or comes back from: the tests of loops.
class Loops {
 public:
  explicit Loops(const FlowGraph& graph)
      : graph_(graph), state_(graph.blocks.size(), 0), test_(graph.blocks.size(), false) {
    if (!graph.blocks.empty()) walk();
  }
  [[nodiscard]] bool test(uint32_t block) const { return test_[block]; }

 private:
  void walk() {
    std::vector<std::pair<uint32_t, size_t>> stack = {{0, 0}};
    state_[0] = 1;
    while (!stack.empty()) {
      auto& [block, next] = stack.back();
      const auto& successors = graph_.blocks[block].successors;
      if (next == successors.size()) {
        state_[block] = 2;
        stack.pop_back();
        continue;
      }
      const uint32_t to = successors[next++];
      if (to >= state_.size()) continue;
      if (state_[to] == 1) test_[to] = test_[block] = true;
      if (state_[to] == 0) {
        state_[to] = 1;
        stack.emplace_back(to, 0);
      }
    }
  }

  const FlowGraph& graph_;
  std::vector<int> state_;
  std::vector<bool> test_;
};

bool asks_the_object(const Block& block, const MemberAliases& aliases) {
  const facts::Condition& condition = block.condition;
  return aliases.about(condition.left.place) || aliases.about(condition.right.place) ||
         std::ranges::any_of(condition.reads,
                             [&](const facts::Place& read) { return aliases.about(read); });
}

}  // namespace

// What is overwritten on every way from the start of each block to the exit.
std::vector<Members> MemberWrites::from_blocks(const FlowGraph& graph,
                                               const MemberAliases& aliases) const {
  const Loops loops(graph);
  const size_t count = graph.blocks.size();
  std::vector<Members> own(count);
  for (size_t b = 0; b < count; ++b) {
    for (const Event& event : graph.blocks[b].events) own[b].add(of_event(event, aliases));
  }
  std::vector<Members> out(count);
  bool changed = true;
  for (int round = 0; changed && round < kMaxRounds; ++round) {
    changed = false;
    for (size_t b = count; b-- > 0;) {
      const Block& block = graph.blocks[b];
      Members now;
      if (block.terminator == Terminator::throw_ || block.terminator == Terminator::unreachable) {
        now = Members::everything();
      } else if (block.terminator != Terminator::exit) {
        const bool best = loops.test(static_cast<uint32_t>(b)) || asks_the_object(block, aliases);
        bool first = true;
        for (const uint32_t next : block.successors) {
          if (next >= count) continue;
          if (first) {
            now = out[next];
          } else if (best) {
            now.add(out[next]);
          } else {
            now.keep_common(out[next]);
          }
          first = false;
        }
      }
      now.add(own[b]);
      if (now == out[b]) continue;
      out[b] = std::move(now);
      changed = true;
    }
  }
  return out;
}

Members MemberWrites::summary(Symbol function, const Origin& origin) const {
  const Key key{function, {static_cast<int>(origin.kind), origin.index}};
  return summaries_.get(key, [&] {
    const auto graph = program_.graph(function);
    if (!graph || graph->blocks.empty()) return Members::everything();
    return from_blocks(*graph, MemberAliases(program_, *graph, origin)).front();
  });
}

Members MemberWrites::overwritten_by(Symbol function, int parameter) const {
  return summary(function, origin_of(parameter));
}

Members MemberWrites::overwritten_after(const FlowGraph& graph, const Origin& origin,
                                        uint32_t block, uint32_t event) const {
  const MemberAliases aliases(program_, graph, origin);
  const std::vector<Members> from = from_blocks(graph, aliases);
  const Block& here = graph.blocks[block];
  Members out;
  const bool best = asks_the_object(here, aliases);
  bool first = true;
  for (const uint32_t next : here.successors) {
    if (next >= from.size()) continue;
    if (first) {
      out = from[next];
    } else if (best) {
      out.add(from[next]);
    } else {
      out.keep_common(from[next]);
    }
    first = false;
  }
  if (here.terminator == Terminator::throw_ || here.terminator == Terminator::unreachable) {
    out = Members::everything();
  }
  for (size_t e = event + 1; e < here.events.size(); ++e)
    out.add(of_event(here.events[e], aliases));
  return out;
}

// Nothing of a block that the origin does not lead to.
std::vector<std::optional<Members>> MemberWrites::up_to_blocks(const FlowGraph& graph,
                                                               const Origin& origin,
                                                               const MemberAliases& aliases) const {
  const bool inner = origin.kind == Origin::Kind::event || origin.kind == Origin::Kind::out;
  std::vector<std::optional<Members>> out(graph.blocks.size());
  if (graph.blocks.empty()) return out;
  std::deque<uint32_t> todo;
  const auto go_on = [&](const Block& block, const Members& with) {
    for (const uint32_t next : block.successors) {
      if (next >= out.size()) continue;
      Members joined = out[next].value_or(Members());
      joined.add(with);
      if (out[next] && *out[next] == joined) continue;
      out[next] = std::move(joined);
      todo.push_back(next);
    }
  };
  if (inner) {
    const Block& block = graph.blocks[origin.block];
    Members with;
    for (size_t e = origin.event + 1; e < block.events.size(); ++e) {
      with.add(of_event(block.events[e], aliases));
    }
    go_on(block, with);
  } else {
    out[0] = Members();
    todo.push_back(0);
  }
  while (!todo.empty()) {
    const uint32_t at = todo.front();
    todo.pop_front();
    Members with = *out[at];
    const Block& block = graph.blocks[at];
    if (inner && at == origin.block) continue;  // another object from here on
    for (const Event& event : block.events) with.add(of_event(event, aliases));
    go_on(block, with);
  }
  return out;
}

Members MemberWrites::overwritten_before(const FlowGraph& graph, const Origin& origin,
                                         uint32_t block, uint32_t event) const {
  const MemberAliases aliases(program_, graph, origin);
  const bool same =
      origin.kind == Origin::Kind::event && origin.block == block && origin.event < event;
  Members out;
  size_t from = 0;
  if (same) {
    from = origin.event + 1;
  } else {
    out = up_to_blocks(graph, origin, aliases)[block].value_or(Members());
  }
  for (size_t e = from; e < event; ++e) out.add(of_event(graph.blocks[block].events[e], aliases));
  return out;
}

std::vector<MemberRead> MemberWrites::read_first(const FlowGraph& graph,
                                                 const Origin& origin) const {
  const MemberAliases aliases(program_, graph, origin);
  const auto up_to = up_to_blocks(graph, origin, aliases);
  const bool inner = origin.kind == Origin::Kind::event || origin.kind == Origin::Kind::out;
  std::vector<MemberRead> out;
  const auto visit = [&](size_t block, size_t from, Members written) {
    const auto keep = [&](const MemberRead& read) {
      const bool known = std::ranges::any_of(
          out, [&](const MemberRead& each) { return each.member == read.member; });
      if (!known && !written.touches(read.member)) out.push_back(read);
    };
    const std::vector<Event>& events = graph.blocks[block].events;
    for (size_t e = from; e < events.size(); ++e) {
      std::vector<MemberRead> reads;
      reads_in(events[e], aliases, reads);
      for (const MemberRead& read : reads) keep(read);
      written.add(of_event(events[e], aliases));
    }
    for (const facts::Place& place : graph.blocks[block].condition.reads) {
      const auto at = aliases.location(place);
      if (at && !at->member.empty()) keep({at->member, graph.blocks[block].location});
    }
  };
  if (inner) visit(origin.block, origin.event + 1, {});
  for (size_t b = 0; b < graph.blocks.size(); ++b) {
    if (up_to[b] && !(inner && b == origin.block)) visit(b, 0, *up_to[b]);
  }
  return out;
}

std::vector<MemberRead> MemberWrites::reads_of(Symbol function, int parameter) const {
  const auto [at, fresh] = reads_.try_emplace({function, parameter});
  if (!fresh) return at->second;  // of a function that calls itself: none so far
  const auto graph = program_.graph(function);
  if (!graph) return {};
  std::vector<MemberRead> found = read_first(*graph, origin_of(parameter));
  return reads_[{function, parameter}] = std::move(found);
}

}  // namespace pool_audit::analysis
