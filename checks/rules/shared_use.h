// Pools that two threads use at the same time for certain.
#pragma once

#include <string>
#include <vector>

#include "checks/rules/rule.h"

namespace pool_audit::rules {

// One use of a pool by a thread, and one by another that runs at the same time.
struct SharedUse {
  size_t pool = 0;         // index into Subject::pools
  inventory::Place here;   // in the thread
  std::string function;    // that holds it
  std::string api;         // what is called there
  inventory::Place there;  // at the same time; the same place when the thread is one of several
  std::string there_api;
  inventory::Place spawn;  // where the thread is started
  bool many = false;       // the two are threads of one kind, started in a loop
};

// At most one for each pool and each place where threads are started, sorted by pool and place.
// With `ordered`, uses count also where a lock, or anything else that may order the threads, stands
// on the way to them.
[[nodiscard]] std::vector<SharedUse> shared_uses(const Subject& subject, bool ordered);

}  // namespace pool_audit::rules
