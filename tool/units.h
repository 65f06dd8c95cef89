// What became of the entries of the compile database.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tool/extract/capture.h"
#include "tool/load/load.h"
#include "tool/pipeline.h"
#include "tool/plan.h"

namespace pool_audit {

// --dump=load
[[nodiscard]] std::string dump_work_list(const load::WorkList& list);

// Fills in the inventory's units. `damaged`: units whose facts could not be read.
void list_units(const load::WorkList& list, const Plan& plan,
                const std::map<size_t, extract_stage::Captured>& captured,
                const std::set<size_t>& damaged, RunResult& out);

// Files of the project that units which did not fail have read, relative to the root, sorted.
[[nodiscard]] std::vector<std::string> analysed_files(
    const std::map<size_t, extract_stage::Captured>& captured, const std::string& root);

// What the compiler said of a unit that failed, with its place: the first error, and how many more
// there are; all of them, a line each, with `all`. "" when it said nothing.
[[nodiscard]] std::string compile_errors(const inventory::Unit& unit, bool all);

}  // namespace pool_audit
