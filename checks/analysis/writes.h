// Which members and variables a call may write, as far as the program shows it.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"

namespace pool_audit::analysis {

// Answers are kept; not thread-safe. What is passed in outlives it.
class Writes {
 public:
  Writes(const Program& program, const Roles& roles) : program_(program), roles_(roles) {}

  // False when no body that the call may run writes `entity`, a member or a variable, of whatever
  // object, nor takes its address. True where that cannot be told, and for no entity. The calls of
  // pools write nothing of their users, library functions nothing but what they are handed.
  [[nodiscard]] bool may_write(const facts::Event& call, Symbol entity) const;

 private:
  // What one body does itself.
  struct Direct {
    bool anything = false;  // calls what nobody has seen, or overwrites whole objects
    std::set<Symbol> written;
    std::vector<Symbol> calls;
  };

  const Direct& direct(Symbol function) const;
  bool is_api(Symbol function) const;
  void note(const facts::Event& event, Direct& out) const;
  // The functions that the event may run; false when they are not all known.
  bool callees(const facts::Event& event, std::vector<Symbol>& out) const;

  const Program& program_;
  const Roles& roles_;
  mutable std::map<Symbol, Direct> direct_;
  mutable std::map<std::pair<Symbol, Symbol>, bool> answers_;
};

}  // namespace pool_audit::analysis
