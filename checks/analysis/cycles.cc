#include "checks/analysis/cycles.h"

#include <vector>

namespace pool_audit::analysis {

bool on_a_cycle(const facts::FlowGraph& graph, uint32_t block) {
  if (block >= graph.blocks.size()) return false;
  std::vector<bool> seen(graph.blocks.size(), false);
  std::vector<uint32_t> work{block};
  while (!work.empty()) {
    const uint32_t at = work.back();
    work.pop_back();
    for (const uint32_t next : graph.blocks[at].successors) {
      if (next == block) return true;
      if (next >= graph.blocks.size() || seen[next]) continue;
      seen[next] = true;
      work.push_back(next);
    }
  }
  return false;
}

}  // namespace pool_audit::analysis
