// Whether a program is as good with some changes as it was.
#pragma once

#include <set>
#include <string>

#include "tool/cli/options.h"
#include "tool/pipeline.h"
#include "tool/refactor/definitions.h"
#include "tool/refactor/verify.h"

namespace pool_audit {

// Analyses a copy of the program with the changes in it and compares with `before`, which the same
// options gave. Wrong is a unit that fails or complains and did not before, a finding that was not
// there, and a function that names what was among `defined` and is defined no more. Units that read
// no changed file come from the cache. `pools`: ids of those that are worked on, and names of those
// that come in. Everything else outlives the judge.
[[nodiscard]] refactor::Judge judge_of(const cli::Options& options, const RunResult& before,
                                       const refactor::Definitions& defined,
                                       std::set<std::string> pools);

}  // namespace pool_audit
