// What a hand-written pool does besides keeping spares: it would be lost with the pool.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

struct Beyond {
  facts::Location at;
  std::string what;  // "calls printf()"

  friend bool operator==(const Beyond&, const Beyond&) = default;
};

// Of the functions of a pool, when new and delete, or another pool, are to stand for them: calls
// that do more than keep, lock, make, end and plainly reset; exceptions; variables of others that
// are written; objects of another type than the pool hands out. `carries_resets`: methods of the
// object that are called go along.
[[nodiscard]] std::vector<Beyond> beyond_pooling(const inventory::Subject& subject, size_t pool,
                                                 const analysis::HandWritten& own, Sources& sources,
                                                 bool carries_resets);

// Whether a method of the objects, which a function of the pool calls, does nothing that outlasts
// its object, its end included: it may be left out where the object ends. In a template that is
// asked of the methods of that name of all types.
[[nodiscard]] bool resets_alone(const inventory::Subject& subject, const analysis::HandWritten& own,
                                Symbol method);

// Of the pool's surroundings, whatever stands for it: members of objects that somebody else than
// the object and the pool's puts frees, and a count of what was made that lets a get refuse.
[[nodiscard]] std::vector<Beyond> beyond_removal(const inventory::Subject& subject, size_t pool,
                                                 const analysis::HandWritten& own);

}  // namespace pool_audit::refactor
