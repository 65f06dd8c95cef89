// The order of the blocks, and from where the origin is reached.
#include "checks/analysis/object_flow_prepare.h"

#include <algorithm>
#include <functional>

namespace pool_audit::analysis::flow {

using facts::Block;
using facts::Terminator;

Preparation::Preparation(const facts::FlowGraph& graph, const Origin& origin, Places& places,
                         const Oracle& oracle, bool calls_throw)
    : graph_(graph), places_(places), oracle_(oracle) {
  const auto count = static_cast<uint32_t>(graph.blocks.size());
  next_.resize(count);
  caught_.resize(count);
  for (uint32_t i = 0; i < count; ++i) {
    const Block& block = graph.blocks[i];
    std::vector<uint32_t>& next = next_[i];
    for (const uint32_t each : block.successors) {
      if (each < count) next.push_back(each);
    }
    if (block.terminator == Terminator::throw_) add_handlers(block.region, next);
    if (calls_throw) {
      int32_t done = -1;  // most calls of a block are in one region
      for (const facts::Event& event : block.events) {
        if (!event.has(facts::EventFlag::may_throw) || event.region == done) continue;
        done = event.region;
        const size_t before = next.size();
        add_handlers(event.region, next);
        for (size_t at = before; at < next.size(); ++at) caught_[next[at]] = true;
      }
    }
    std::ranges::sort(next);
    next.erase(std::ranges::unique(next).begin(), next.end());
  }
  find_order();
  find_reach(origin);
  find_temps();
  find_locals();
  find_questions();
}

void Preparation::add_handlers(int32_t region, std::vector<uint32_t>& to) const {
  size_t guard = graph_.regions.size();
  while (region >= 0 && static_cast<size_t>(region) < graph_.regions.size() && guard-- > 0) {
    const facts::Region& at = graph_.regions[static_cast<size_t>(region)];
    for (const facts::Handler& each : at.handlers) {
      if (each.block < next_.size()) to.push_back(each.block);
    }
    region = at.parent;
  }
}

void Preparation::find_order() {
  const auto count = static_cast<uint32_t>(graph_.blocks.size());
  order_.assign(count, count);
  std::vector<uint8_t> seen(count, 0);
  std::vector<std::pair<uint32_t, size_t>> stack;
  std::vector<uint32_t> post;
  if (count > 0) {
    stack.emplace_back(0, 0);
    seen[0] = 1;
  }
  while (!stack.empty()) {
    auto& [block, at] = stack.back();
    if (at == next_[block].size()) {
      post.push_back(block);
      stack.pop_back();
      continue;
    }
    const uint32_t to = next_[block][at++];
    if (seen[to] != 0) continue;
    seen[to] = 1;
    stack.emplace_back(to, 0);
  }
  by_order_.assign(post.rbegin(), post.rend());
  for (uint32_t i = 0; i < by_order_.size(); ++i) order_[by_order_[i]] = i;
}

void Preparation::find_reach(const Origin& origin) {
  const auto count = static_cast<uint32_t>(graph_.blocks.size());
  reaches_.assign(count, false);
  if (!at_event(origin) || origin.block >= count) return;
  std::vector<std::vector<uint32_t>> before(count);
  for (uint32_t i = 0; i < count; ++i) {
    for (const uint32_t to : next_[i]) before[to].push_back(i);
  }
  std::vector<uint32_t> work{origin.block};
  reaches_[origin.block] = true;
  while (!work.empty()) {
    const uint32_t block = work.back();
    work.pop_back();
    for (const uint32_t from : before[block]) {
      if (reaches_[from]) continue;
      reaches_[from] = true;
      work.push_back(from);
    }
  }
}

bool Preparation::repeats(uint32_t block) const {
  std::vector<bool> seen(next_.size());
  std::vector<uint32_t> work = next_[block];
  while (!work.empty()) {
    const uint32_t at = work.back();
    work.pop_back();
    if (at == block) return true;
    if (seen[at]) continue;
    seen[at] = true;
    work.insert(work.end(), next_[at].begin(), next_[at].end());
  }
  return false;
}

}  // namespace pool_audit::analysis::flow
