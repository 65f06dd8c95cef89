// Where a whole program writes and reads the members of its classes, and who calls whom.
//
// Only what certainly happens is here: these answers serve to accuse. One pass over every flow
// graph, at the first question.
#pragma once

#include <unordered_map>
#include <vector>

#include "checks/analysis/members.h"
#include "checks/analysis/program.h"

namespace pool_audit::analysis {

struct MemberWrite {
  Symbol function;
  uint32_t block = 0;
  uint32_t event = 0;
  facts::Location at;
  facts::Place object;      // of which `member` is a part
  Member member;            // the last fields of the place that is written
  bool empties = false;     // zero, null, an empty text, clear()
  bool arithmetic = false;  // ++, += and the like
  bool allocates = false;   // what is written is fresh memory
};

struct CallSite {
  Symbol function;
  uint32_t block = 0;
  uint32_t event = 0;
};

// Not thread-safe. The program outlives it.
class MemberSites {
 public:
  explicit MemberSites(const Program& program) : program_(program) {}

  // In the order of functions, then of their events.
  [[nodiscard]] const std::vector<MemberWrite>& writes_of(Symbol field) const;
  // Direct calls of a function outside of system headers, or uses of a macro that a model names.
  [[nodiscard]] const std::vector<CallSite>& calls_of(Symbol function) const;
  // Functions that read the field for its value, sorted.
  [[nodiscard]] const std::vector<Symbol>& readers_of(Symbol field) const;

 private:
  void survey() const;

  const Program& program_;
  mutable bool surveyed_ = false;
  mutable std::unordered_map<Symbol, std::vector<CallSite>> written_;    // where, by member
  mutable std::unordered_map<Symbol, std::vector<MemberWrite>> writes_;  // of those asked for
  mutable std::unordered_map<Symbol, std::vector<CallSite>> calls_;
  mutable std::unordered_map<Symbol, std::vector<Symbol>> readers_;
};

}  // namespace pool_audit::analysis
