// The readable form of facts. Tests of the analyses are written in it, `--dump=facts` prints it,
// and parse(print(x)) == x for every value (a test with random facts proves it).
#pragma once

#include <string>
#include <string_view>

#include "checks/facts/facts.h"
#include "checks/support/result.h"

namespace pool_audit::facts {

[[nodiscard]] std::string print(const TuFacts& facts);
// One graph alone; types, fields and functions by name rather than by index.
[[nodiscard]] std::string print(const FlowGraph& graph, const TuFacts& facts);

// Errors name line and column, what was expected and what was found.
[[nodiscard]] Result<TuFacts> parse(std::string_view text);

}  // namespace pool_audit::facts
