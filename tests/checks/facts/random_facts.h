// Random facts that hold the invariants of validate.h and nothing else: odd names, extreme numbers,
// fields that make no sense together. The same seed gives the same facts.
#pragma once

#include <cstdint>

#include "checks/facts/facts.h"

namespace pool_audit::facts {

struct RandomShape {
  uint32_t types = 8;
  uint32_t declarations = 4;  // of each kind, at most
  uint32_t graphs = 3;
  uint32_t blocks = 5;  // of a graph, at most, beside the exit
  uint32_t events = 6;  // of a block, at most
};

[[nodiscard]] TuFacts random_facts(uint64_t seed, const RandomShape& shape = {});

}  // namespace pool_audit::facts
