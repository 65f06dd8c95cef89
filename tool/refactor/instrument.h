// A hand-written pool that nobody measures gets a meter of the runtime, which counts its gets and
// puts by how they end and changes nothing else.
//
//   static std::vector<Part*> spares;      static std::vector<Part*> spares;
//                                     -->  static pool::meter<Part> spares_meter{"spares"};
//   spares.push_back(part);                spares.push_back(part);
//                                          spares_meter.kept();
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Plans it for the pool with this index: one group, or none, with the places in the manual work. A
// place that keeps the count of idle objects from being right is manual work beside the group. A
// pool that is counted already becomes a note.
void plan_instrument(const inventory::Subject& subject, size_t pool, Sources& sources, Plan& plan);

}  // namespace pool_audit::refactor
