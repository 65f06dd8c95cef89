// Sources with expectations in their comments, through extraction, linking and pairing.
#pragma once

#include <string>
#include <vector>

#include "checks/facts/facts.h"
#include "checks/inventory/build.h"

namespace pool_audit::inventory {

// The facts of one source of a folder, which is the project's root. Compiler errors fail the test.
[[nodiscard]] facts::TuFacts facts_of(const std::string& folder, const std::string& file,
                                      const std::vector<std::string>& flags = {});

// The inventory of the sources of a folder with its .pool-audit.yaml. Paths are relative to it.
[[nodiscard]] Built inventory_of(const std::string& folder, const std::vector<std::string>& files);

// Every get has a `get: PAIRING` on its line, one for each get of a line in their order, and every
// `get:` has its get; every exit at which some-paths and never lose an object has a `lost` on its
// line, and every `lost` has its exit. "file:line: what" for each difference.
[[nodiscard]] std::vector<std::string> unclaimed(const Built& built, const std::string& folder,
                                                 const std::vector<std::string>& files);

}  // namespace pool_audit::inventory
