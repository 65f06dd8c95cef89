// Variables that hold the same number from the start of the program to its end, though they are not
// declared constant: a flag that somebody sets before a build.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "checks/analysis/program.h"

namespace pool_audit::analysis {

// Looks through the program when it is first asked, and keeps what it found; not thread-safe.
class Constants {
 public:
  explicit Constants(const Program& program) : program_(program) {}

  // The number in the variable, null being 0. None where it may change: somewhere it is written or
  // its address is taken, or not all that could do so was seen, as for every variable that other
  // sources can name.
  [[nodiscard]] std::optional<int64_t> value(Symbol variable) const;

 private:
  void look() const;
  void note(const facts::FlowGraph& graph) const;

  const Program& program_;
  mutable bool looked_ = false;
  mutable std::set<Symbol> changed_;          // written, or with its address taken
  mutable std::set<std::string_view> named_;  // in what other variables start with
  mutable std::set<Symbol> unseen_;           // files with a body that there is no graph of
  mutable std::unordered_map<Symbol, std::optional<int64_t>> values_;
};

}  // namespace pool_audit::analysis
