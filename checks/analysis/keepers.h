// What becomes of objects that are stored in members: whether the class that has the member gives
// them back.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checks/analysis/effects.h"
#include "checks/analysis/program.h"

namespace pool_audit::analysis {

// Answers are kept; not thread-safe. What is passed in outlives it.
class Keepers {
 public:
  // `writers`: the functions that store something into a member.
  using Writers = std::function<std::vector<Symbol>(Symbol member)>;
  Keepers(const Program& program, const Effects& effects, Writers writers)
      : program_(program), effects_(effects), writers_(std::move(writers)) {}

  // In words how an object in this member gets back to its pool; empty when that is not shown. A
  // pointer counts when the destructor puts it on every path, and nobody writes over one that is
  // not put; a container when the destructor puts what is in it, and whoever takes something out of
  // it puts that.
  [[nodiscard]] std::string proof(Symbol member) const;
  // Whether an object that `function` stores in this member can only be lost: nobody ever reads the
  // pointer out of it, other than to use the object or to test for null, and the objects of its
  // class die. Only of classes that one source shows as a whole.
  [[nodiscard]] bool loses(Symbol member, Symbol function) const;

 private:
  std::string look(Symbol member) const;
  bool pointer_is_put(const facts::Record& record, Symbol member) const;
  bool container_is_drained(const facts::Record& record, Symbol member) const;
  void note_reads(const facts::FlowGraph& graph) const;
  // Functions that take something out of a container that is a member; found once for all members.
  const std::set<Symbol>& takers(Symbol member) const;

  const Program& program_;
  const Effects& effects_;
  Writers writers_;
  mutable std::map<Symbol, std::string> proofs_;
  mutable bool scanned_ = false;
  mutable std::map<Symbol, std::set<Symbol>> takers_;
  mutable bool reads_scanned_ = false;
  mutable std::set<Symbol> read_;  // members whose pointers go elsewhere
};

}  // namespace pool_audit::analysis
