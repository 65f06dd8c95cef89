// From the text of a model to patterns that match whole names.
#pragma once

#include "checks/model/model.h"
#include "checks/model/pattern.h"

namespace pool_audit::model {

// The pool that an operation speaks of.
[[nodiscard]] const Identity& identity_of(const PoolModel& model, const Operation& operation);

// True when the function's name stands inside the pool's class: no "::" in it, and the pool is the
// object that it is called on.
[[nodiscard]] bool is_relative(const PoolModel& model, const Operation& operation);

// The pattern of the operation's qualified name. Errors: the type is missing or wrong (column 0),
// the function's own text is wrong (column is the offset in it, from 1).
[[nodiscard]] Result<NamePattern> full_pattern(const PoolModel& model, const Operation& operation);

// "sendRequest(1)" taken apart.
struct Consumer {
  NamePattern function;
  std::string text;
  int argument = 0;
};
[[nodiscard]] Result<Consumer> parse_consumer(std::string_view text);

// "FILE *" taken apart: the pattern of what it points to. A type that is no pointer is whole.
struct TypePattern {
  NamePattern name;
  bool is_pointer = false;
};
[[nodiscard]] Result<TypePattern> parse_type(std::string_view text);
// The text without the star of a pointer at its end; the text itself when there is none. A star
// without a space in front of it is text of a pattern: "Foo*".
[[nodiscard]] std::string_view without_pointer(std::string_view text);

}  // namespace pool_audit::model
