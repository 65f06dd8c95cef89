// Where the meter of a hand-written pool stands, what it is called there, and what declares it.
#pragma once

#include <string>

#include "checks/inventory/subject.h"
#include "tool/refactor/counting.h"
#include "tool/refactor/meter_family.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

struct MeterPlace {
  MeterWords words;
  std::string file;             // that declares it
  inventory::Edit declaration;  // a line of its own
  std::string called;           // in telemetry: "net::buffers", "net::Spares<...>"
  inventory::Place trouble;     // why there is no place for it
  std::string reason;           // "" when there is
};

// A static member of the class whose methods get and put, else a variable beside the functions.
[[nodiscard]] MeterPlace place_meter(const inventory::Subject& subject,
                                     const analysis::HandWritten& own, size_t pool,
                                     const Family& family, Sources& sources);

}  // namespace pool_audit::refactor
