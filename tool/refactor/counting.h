// The counting statements of one get or put of a hand-written pool.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/pool_ways.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// How the language writes a count.
struct MeterWords {
  std::string name;  // of the meter
  bool in_c = false;

  // "spares_meter.hit()", "pool_meter_hit(&spares_meter)"; with an object, or what is in its place.
  [[nodiscard]] std::string count(const std::string& what, const std::string& object = "") const;
};

struct Counting {
  std::vector<inventory::Edit> edits;
  std::vector<std::string> counted;  // "hit at src/a.cc:12", in the order of the edits
  inventory::Place place;            // why it is not certain, and then there are no edits
  std::string reason;
};

// One count on each way that takes an object, or puts one.
[[nodiscard]] Counting count_gets(Sources& sources, const Ways& ways, const MeterWords& words);
[[nodiscard]] Counting count_puts(Sources& sources, const inventory::Subject& subject,
                                  Symbol function, const Ways& ways, const MeterWords& words);
// Fresh objects that are stored ahead of time.
[[nodiscard]] Counting count_fills(Sources& sources, const std::set<inventory::Place>& fills,
                                   const MeterWords& words);

}  // namespace pool_audit::refactor
