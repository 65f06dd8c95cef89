#include "checks/rules/crowds.h"

#include <map>

namespace pool_audit::rules {

std::set<Symbol> crowds(const Subject& subject) {
  std::map<Symbol, uint64_t> counts;
  for (const inventory::Taken& get : subject.taken) ++counts[get.function];
  std::set<Symbol> out;
  for (const auto& [function, gets] : counts) {
    const auto graph = subject.program.graph(function);
    if (!graph) continue;
    uint64_t events = 0;
    for (const facts::Block& block : graph->blocks) events += block.events.size() + 1;
    if (events * gets > kMostLooks) out.insert(function);
  }
  return out;
}

}  // namespace pool_audit::rules
