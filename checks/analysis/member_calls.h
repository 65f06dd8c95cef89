// What the program does to the members of its classes: which methods it calls on them, and which
// objects it assigns as a whole. Read from every flow graph.
#pragma once

#include <set>
#include <unordered_map>
#include <vector>

#include "checks/analysis/program.h"

namespace pool_audit::analysis {

struct MemberCall {
  Symbol function;        // in which it stands
  Symbol method;          // last component: "push_back"; that of a function it is handed to
  bool is_const = false;  // cannot change the member
  facts::Location at;
};

class MemberCalls {
 public:
  explicit MemberCalls(const Program& program);
  // Calls on the member itself, or on an element of it when it is an array, and calls that get its
  // address; constructors and destructors aside. In the order of the functions' ids.
  [[nodiscard]] const std::vector<MemberCall>& of(Symbol field) const;
  // Records of which some object is assigned as a whole.
  [[nodiscard]] const std::set<Symbol>& assigned_records() const { return assigned_; }

 private:
  void read(const Program& program, const facts::FlowGraph& graph);

  std::unordered_map<Symbol, std::vector<MemberCall>> calls_;
  std::set<Symbol> assigned_;
};

}  // namespace pool_audit::analysis
