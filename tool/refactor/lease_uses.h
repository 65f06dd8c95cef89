// A local pointer that may become an owner of what it points to: how far it reaches, and where it
// is used as a plain pointer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// `T* const name = call;`
struct OwnedLocal {
  std::string name;
  size_t declaration = 0;  // where its type begins
  Range scope;             // from the declaration to the brace that ends its block
  bool is_const = false;   // the pointer is
};

// The local that the result of a call initialises, and nothing else is done with it; nothing when
// it is an assignment, a static or one of several.
[[nodiscard]] std::optional<OwnedLocal> owned_local(const Source& source, Range call);

// Whether nothing is done between a statement and the end of the local's life: behind it the block
// ends, or the function returns something that is no call.
[[nodiscard]] bool ends_scope(const Source& source, const Statement& statement,
                              const OwnedLocal& local);

// Whether the local is named on the way that leads on from a put of it, but to be assigned anew.
[[nodiscard]] bool is_used_behind(const Source& source, const Statement& put,
                                  const OwnedLocal& local);

// Offsets behind the local's name where it is used as a pointer and an owner needs `.get()`; what
// is in `skipped` does not count. Nothing when one use is none that an owner can stand for.
// `is_owner`: it is a smart pointer already.
[[nodiscard]] std::optional<std::vector<size_t>> pointer_uses(const Source& source,
                                                              const OwnedLocal& local, size_t from,
                                                              const std::vector<Range>& skipped,
                                                              bool is_owner);

}  // namespace pool_audit::refactor
