// What is done to an object on its way back to the pool.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checks/rules/resets.h"

namespace pool_audit::rules {

// One thing that has to happen before an object is given back: a call that cleans it, unlinks it or
// lets go of what it holds, or a member that is emptied.
struct Step {
  std::string name;  // "reset()", "unlink()", "next"; equal steps have equal names
  bool cleans = false;
  facts::Location at;
};

// A put with what happens to the object before.
struct Return {
  const PutSite* site = nullptr;
  std::optional<analysis::Origin> origin;  // nothing: it comes from where nobody can tell
  bool loaded =
      false;  // or it is what a member, an element or a link held; `origin` is nothing then
  std::vector<Step> steps;    // on some way to the put, one a name
  bool untouched = false;     // taken in this function, and nothing was written to it since
  bool by_its_state = false;  // the object itself decides whether this put is reached
  facts::TypeId type = facts::kNoType;  // of the object
};

// One for each put of `resets`, in their order.
[[nodiscard]] std::vector<Return> returns_of(const Subject& subject, const Resets& resets);

// Whether a function's put gives back what its caller hands to it.
[[nodiscard]] bool is_wrapper(const Return& each);

}  // namespace pool_audit::rules
