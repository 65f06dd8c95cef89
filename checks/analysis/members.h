// Members of an object, and sets of them.
#pragma once

#include <set>
#include <vector>

#include "checks/support/symbol.h"

namespace pool_audit::analysis {

// The fields that lead to a member, from the object inwards; empty: the object itself.
using Member = std::vector<Symbol>;

// A member in the set stands for all that is inside of it. The empty set by default.
class Members {
 public:
  [[nodiscard]] static Members everything();

  void add(const Member& member);
  void add(const Members& others);
  // What `others` says of the members of `member`.
  void add_inside(const Member& member, const Members& others);
  // Keeps what both cover.
  void keep_common(const Members& others);

  // Whether the member, or something that it is a part of, is in the set.
  [[nodiscard]] bool covers(const Member& member) const;
  // Whether the member, something that it is a part of, or a part of it is in the set.
  [[nodiscard]] bool touches(const Member& member) const;
  [[nodiscard]] bool empty() const { return parts_.empty(); }
  [[nodiscard]] bool is_everything() const { return parts_.contains(Member{}); }
  [[nodiscard]] const std::set<Member>& parts() const { return parts_; }

  friend bool operator==(const Members&, const Members&) = default;

 private:
  std::set<Member> parts_;  // none is a part of another
};

}  // namespace pool_audit::analysis
