// Which places of a function lead to one object, or into it, without regard to the order of things.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "checks/analysis/members.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/program.h"

namespace pool_audit::analysis {

// Where a pointer leads.
struct Inside {
  Member member;
  bool beyond = false;  // to what the member points to or contains, not to the member itself
  int depth = 0;        // how many pointers stand between the value and the object

  friend bool operator==(const Inside&, const Inside&) = default;
};

// Made for one graph and one object; both, and the program, outlive it. Linear in the graph, times
// the length of the longest chain of copies.
class MemberAliases {
 public:
  MemberAliases(const Program& program, const facts::FlowGraph& graph, const Origin& origin);

  // The part of the object in which the place lies; nothing for a place outside of it, also for one
  // that merely holds a pointer to it.
  [[nodiscard]] std::optional<Inside> location(const facts::Place& place) const;
  // Where the value leads, if it is a pointer into the object, or to what its members own.
  [[nodiscard]] std::optional<Inside> value(const facts::Operand& operand) const;
  // Whether the place has anything to do with the object.
  [[nodiscard]] bool about(const facts::Place& place) const;

 private:
  using Key = std::pair<facts::Root, uint32_t>;

  void seed(const Origin& origin);
  void hold(const facts::Place& place, const Inside& value, bool owner);
  bool follow(const facts::Event& event);
  std::optional<Inside> result_of(const facts::Event& event) const;
  bool is_pointer(facts::TypeId type) const;
  bool is_owner(const facts::Place& place) const;
  // The pointer that the root holds, if any.
  std::optional<Inside> held(const facts::Place& place) const;

  const Program& program_;
  const facts::FlowGraph& graph_;
  bool this_ = false;  // `this` is the object
  std::map<Key, Inside> held_;
  std::map<Key, bool> owners_;  // places whose value owns the object: leases
};

}  // namespace pool_audit::analysis
