// Pools that are instances of a class template. Facts hold the body of a template's function once,
// as that of one instance, whose objects, and whose other arguments, may be those of another pool.
#pragma once

#include <string>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// The class of the objects in the body that is seen of a get or a put; null when none shows.
[[nodiscard]] const facts::Record* element_of(const analysis::Program& program,
                                              const analysis::Part& part, bool is_put);

// The template parameter of the pool's class on which its code may do something else than in the
// instance that is seen: the code names it, it is not the type of the objects, and the pool has
// another argument for it: "'Init'". One that is only compared with, as a bound, does not count. ""
// when there is none.
[[nodiscard]] std::string unseen_parameter(const inventory::Subject& subject, size_t pool,
                                           const analysis::HandWritten& own, Sources& sources);

// The names of other pools whose spares the same code keeps, "" for none: "jobs, tasks".
[[nodiscard]] std::string pools_beside(const inventory::Subject& subject, size_t pool,
                                       const analysis::HandWritten& own);

}  // namespace pool_audit::refactor
