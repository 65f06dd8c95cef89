// What a refactoring would do: the value between planning and everything behind it.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/inventory.h"

namespace pool_audit::refactor {

// Edits that stand or fall together, as a rule those of one caller of one pool.
struct Group {
  std::string pool;  // id
  std::string pool_name;
  std::string function;  // that it changes; "": several, or none
  std::string title;     // "put buffers back by itself in net::send"; the subject of a patch
  std::string evidence;  // why it may be done, in sentences
  std::vector<inventory::Edit> edits;
  bool foundation = false;  // others of its pool stand on it, whoever of them is asked for
  std::vector<std::string> needs = {};  // titles of groups of its pool without which it is wrong
  bool needs_others = false;            // the titles are those of groups of other pools as well

  friend bool operator==(const Group&, const Group&) = default;
};

// What is left to a person.
struct Manual {
  std::string pool;  // id
  inventory::Place place;
  std::string reason;  // "the put comes out of the macro RELEASE"

  friend bool operator==(const Manual&, const Manual&) = default;
};

// Groups in the order in which they are to be applied: by pool, then by place.
struct Plan {
  std::vector<Group> groups;
  std::vector<Manual> manual;      // sorted by place
  std::vector<Manual> notes = {};  // what is as it should be already

  friend bool operator==(const Plan&, const Plan&) = default;
};

}  // namespace pool_audit::refactor
