// What the functions of a hand-written pool do to an object besides keeping it, as hooks of a pool
// of the runtime.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Statements and expressions speak of the object as `object`, a reference.
struct Habits {
  std::string create;                // "new Parser(64)"; "": the object's own constructor
  std::string destroy;               // statement that ends `object`, a pointer; "": delete
  std::vector<std::string> reset;    // statements: on put, or on get of a used object
  std::vector<std::string> prepare;  // on get of any object
  std::string retain;                // expression: whether it is kept; "": always
  std::string capacity;              // of a pool with a bound, "" without
  bool gives_nothing = false;        // at its bound, which is one on all that exist
  std::vector<Manual> troubles;      // what no hook can do

  friend bool operator==(const Habits&, const Habits&) = default;
};

[[nodiscard]] Habits habits_of(const inventory::Subject& subject, size_t pool,
                               const analysis::HandWritten& own, Sources& sources);

}  // namespace pool_audit::refactor
