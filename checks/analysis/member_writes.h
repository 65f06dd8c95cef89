// Which members of an object the code that it runs through overwrites, and which it reads.
//
// Where the code cannot be seen it is taken to overwrite everything: these answers serve to acquit.
// Where each member is written, in the whole program, is in member_sites.h.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "checks/analysis/fixpoint.h"
#include "checks/analysis/member_aliases.h"
#include "checks/analysis/members.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"

namespace pool_audit::analysis {

inline constexpr int kOwnObject = -1;  // instead of the number of a parameter

// A read of a member before anything wrote it.
struct MemberRead {
  Member member;
  facts::Location at;
};

// Gets and puts overwrite nothing here: what a pool does to its objects is asked for by itself.
// Answers are kept. Not thread-safe. The program and the roles outlive it.
class MemberWrites {
 public:
  MemberWrites(const Program& program, const Roles& roles) : program_(program), roles_(roles) {}

  // What `function` overwrites, on every path that returns, of what its parameter (or, with
  // kOwnObject, its object) points to. A branch on the object's own state counts with the better of
  // its two sides, and so does a loop: `if (p) { delete p; p = nullptr; }` overwrites p.
  [[nodiscard]] Members overwritten_by(Symbol function, int parameter) const;

  // What is overwritten on every path from the event (block, event), without it, to the exit.
  [[nodiscard]] Members overwritten_after(const facts::FlowGraph& graph, const Origin& origin,
                                          uint32_t block, uint32_t event) const;

  // What may be overwritten on some path from the origin to the event, without it.
  [[nodiscard]] Members overwritten_before(const facts::FlowGraph& graph, const Origin& origin,
                                           uint32_t block, uint32_t event) const;

  // The members that are read, behind the origin, where no path to the read overwrites them; reads
  // in functions that are called included. One a member, the first in the order of the blocks.
  [[nodiscard]] std::vector<MemberRead> read_first(const facts::FlowGraph& graph,
                                                   const Origin& origin) const;

  // Whether a call changes what `index` points to, as far as its declaration tells.
  [[nodiscard]] bool may_write(const facts::Event& call, int index) const;

 private:
  Members of_event(const facts::Event& event, const MemberAliases& aliases) const;
  void of_call(const facts::Event& event, const MemberAliases& aliases, Members& out) const;
  void of_operand(const facts::Event& event, int index, const Inside& leads, Members& out) const;
  void of_lambda(const facts::Event& event, const MemberAliases& aliases, Members& out) const;
  Members summary(Symbol function, const Origin& origin) const;
  std::vector<Members> from_blocks(const facts::FlowGraph& graph,
                                   const MemberAliases& aliases) const;
  // What may be overwritten where a block begins.
  std::vector<std::optional<Members>> up_to_blocks(const facts::FlowGraph& graph,
                                                   const Origin& origin,
                                                   const MemberAliases& aliases) const;
  std::vector<MemberRead> reads_of(Symbol function, int parameter) const;
  void reads_in(const facts::Event& event, const MemberAliases& aliases,
                std::vector<MemberRead>& out) const;

  const Program& program_;
  const Roles& roles_;
  using Key = std::pair<Symbol, std::pair<int, uint32_t>>;
  mutable Fixpoint<Key, Members> summaries_{
      {.least = Members(), .top = Members::everything(), .too_deep = Members::everything()}};
  mutable std::map<std::pair<Symbol, int>, std::vector<MemberRead>> reads_;
};

}  // namespace pool_audit::analysis
