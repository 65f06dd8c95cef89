// What becomes of names that only removed text used, where something else stays beside them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/facts/facts.h"
#include "tool/refactor/source.h"
#include "tool/refactor/text_change.h"

namespace pool_audit::refactor {

// Whether a file is one of C. A header tells itself from one of C++ by nothing but what it does not
// have.
[[nodiscard]] bool is_c(const Source& source, const std::string& file);

// The definition of a function and the body that it is to have.
struct Rewritten {
  const std::string& file;
  Range range;
  size_t opening = 0;  // the token of the old body's brace
  const std::string& body;
};

// Parameters that the old body named and the new one does not lose their names; in C, where they
// cannot, they are used for nothing: `(void)pool;`.
[[nodiscard]] std::vector<TextChange> unused_parameters(const Source& source,
                                                        const Rewritten& rewritten,
                                                        const facts::Function& function);

// The name of a parameter of a constructor that only initialisers in `gone` used, in its text.
[[nodiscard]] std::optional<Range> unused_in_initialisers(const Source& source, Range constructor,
                                                          const std::vector<Range>& gone,
                                                          const facts::Parameter& parameter);

// What goes of `int n, max;` with the one name that `declaration` ends in; nothing when that is the
// only name.
[[nodiscard]] std::optional<Range> one_of_several(const Source& source, Range declaration);

}  // namespace pool_audit::refactor
