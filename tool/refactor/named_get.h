// A get that stands as a statement of its own and gives its object a name.
#pragma once

#include <optional>
#include <string>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

struct NamedGet {
  const Source* source = nullptr;
  std::string file;
  Range call;  // the get, without a cast in front of it
  Statement statement;
  std::string name;       // "b", "self->spare"
  bool declares = false;  // `T* b = get();`, in contrast to `b = get();`
};

// Nothing for a get in a condition, in an argument, in a macro, with another declaration, or under
// an `if` without braces: there is no place behind it.
[[nodiscard]] std::optional<NamedGet> named_get(Sources& sources, const inventory::Taken& get);

// What a new line behind a statement begins with: nothing when the statement does not own its
// lines. `at` is where the line goes.
struct NewLine {
  inventory::Place at;
  std::string indentation;
  std::string line_end;
};
[[nodiscard]] std::optional<NewLine> line_behind(const Source& source, const std::string& file,
                                                 const Statement& statement);

// The tokens of a function's definition as indices [first, last); nothing when its text cannot be
// read or is that of a macro.
struct Tokens {
  const Source* source = nullptr;
  size_t first = 0;
  size_t last = 0;
};
[[nodiscard]] std::optional<Tokens> tokens_of(Sources& sources, const inventory::Subject& subject,
                                              Symbol function);

}  // namespace pool_audit::refactor
