// The load that the service is under: customers, played by threads of the same process.
#pragma once

#include <cstdint>

namespace quotes {

struct Load {
  double seconds = 5;
  unsigned threads = 2;
  double rate = 20000;         // lines a second, of all threads together
  std::uint32_t errors = 100;  // one line in so many is malformed; 0: none
};

struct Totals {
  std::uint64_t lines = 0;
  std::uint64_t malformed = 0;
  std::uint64_t bytes = 0;  // of answers
};

// Returns when the time is over. A thread that falls behind catches up, so that the rate holds on a
// machine that is busy with something else for a moment.
Totals run(const Load& load);

}  // namespace quotes
