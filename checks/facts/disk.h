// The compact, versioned form of facts on disk. Declarations are read at once; flow graphs, the
// bulk, are decoded one by one when somebody asks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checks/facts/facts.h"
#include "checks/support/result.h"

namespace pool_audit::facts {

// Grows with every change of the format; a file of another version is refused with an error that
// names both.
inline constexpr uint32_t kDiskVersion = 1;

[[nodiscard]] std::string encode(const TuFacts& facts);
[[nodiscard]] Result<TuFacts> decode(std::string_view bytes);

// Lazy access: everything but the graphs decoded, and the graphs on demand.
class FactsReader {
 public:
  // Owns `bytes`. Fails on damage of any kind; never crashes, whatever the bytes are.
  [[nodiscard]] static Result<FactsReader> open(std::string bytes);

  // All facts but `graphs`, which is empty.
  [[nodiscard]] const TuFacts& declarations() const { return declarations_; }
  // Ids of the functions that have a graph, sorted.
  [[nodiscard]] const std::vector<Symbol>& graph_ids() const { return graph_ids_; }
  // The graph at position `index` of graph_ids().
  [[nodiscard]] Result<FlowGraph> graph(size_t index) const;

 private:
  FactsReader() = default;

  std::string bytes_;
  TuFacts declarations_;
  std::vector<Symbol> graph_ids_;
  std::vector<uint64_t> graph_offsets_;  // into the decoded graph section
  std::vector<Symbol> symbols_;
};

}  // namespace pool_audit::facts
