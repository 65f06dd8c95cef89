// The compact, versioned form of facts on disk. Declarations are read at once; flow graphs, the
// bulk, are decoded one by one when somebody asks. The format is specified in disk_read.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checks/facts/facts.h"
#include "checks/support/result.h"

namespace pool_audit::facts {

// Grows with every change of the format that the list of fields does not show (that list has a hash
// of its own in the file). A file of another version is refused with an error that names both.
inline constexpr uint32_t kDiskVersion = 2;

// Equal facts give equal bytes. Linear in the size of the facts.
[[nodiscard]] std::string encode(const TuFacts& facts);

// The facts that encode() was given. Whatever the bytes are, the answer is facts that hold the
// invariants of validate.h or an error, and memory stays below kDecodeFloor + kDecodeFactor times
// the size of `bytes` (disk_format.h). The error's `file` is empty: the caller knows its name.
[[nodiscard]] Result<TuFacts> decode(std::string_view bytes);

// Lazy access: everything but the graphs decoded, and the graphs on demand. All const members may
// be called from several threads at once.
class FactsReader {
 public:
  // Owns `bytes`. Fails on damage of any kind, to the graphs too; never crashes, whatever the bytes
  // are. Cost: a checksum over the whole file, and the decoding of the declarations.
  [[nodiscard]] static Result<FactsReader> open(std::string bytes);

  FactsReader(FactsReader&&) noexcept;
  FactsReader& operator=(FactsReader&&) noexcept;
  ~FactsReader();

  // All facts but `graphs`, which is empty.
  [[nodiscard]] const TuFacts& declarations() const;
  // Gives the memory of declarations() back; they are empty from here on, and graphs can be read.
  void forget_declarations();
  // Ids of the functions that have a graph, sorted.
  [[nodiscard]] const std::vector<Symbol>& graph_ids() const;
  // The graph at position `index` of graph_ids(). Graphs are compressed in groups; the group used
  // last is kept, so that reading in order costs each group once. An error means an index out of
  // range, or a file that was forged rather than damaged: open() has seen its checksum.
  [[nodiscard]] Result<FlowGraph> graph(size_t index) const;

 private:
  struct State;
  friend Result<TuFacts> decode(std::string_view bytes);
  explicit FactsReader(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace pool_audit::facts
