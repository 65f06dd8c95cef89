// Stage `mark`: what the sources and the configuration say of findings that are there. Each gets
// its fingerprint, and what is suppressed is marked so; which findings there are is final before.
//
//   Inventory, sources, configuration --mark--> Inventory with fingerprints and suppressions
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "checks/rules/config.h"

namespace pool_audit::findings {

// The run that made the findings.
struct Run {
  std::string root;                   // of the project: places are relative to it
  std::vector<std::string> analysed;  // files that were looked at in whole, sorted; as in places
  bool whole = true;                  // nothing failed and nothing was left out by hand
  rules::Selection usual;             // rules that the project uses
  rules::Selection ran;               // rules that ran
  std::vector<rules::Acceptance> acceptances;  // files relative to the root
};

// Reads the files that hold findings, and those analysed, once each. A file that cannot be read
// says nothing.
void mark(inventory::Inventory& inventory, const Run& run);

}  // namespace pool_audit::findings
