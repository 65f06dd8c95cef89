// How a function tells that it could not do its work.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/named_get.h"

namespace pool_audit::refactor {

// A test as the source writes it: `if (!b) return -1;`
struct NullTest {
  std::string variable;  // "b"
  std::string null;      // "NULL" of `b == NULL`; "" of `!b`
  std::string action;    // "return -1;"
  bool in_braces = false;
  bool on_one_line = false;
  bool has_blank = true;  // `if (`, in contrast to `if(`
  size_t offset = 0;
};

// The tests for null with one statement behind them that leaves the function, or the round of the
// loop; in the order of the text.
[[nodiscard]] std::vector<NullTest> null_tests(const Source& source, size_t first_token,
                                               size_t last_token);

struct Failure {
  std::string action;   // "return nullptr;"
  std::string because;  // "as the function does at src/a.c:12:3"; in words
};

// What a function does when `get` gives it no object: what it does where it tests another pointer;
// else what other users of the pool do whose result is of the same type; else what its type says. A
// string: why it is not certain.
struct FailureOrReason {
  std::optional<Failure> failure;
  std::string reason;
};
// A test that is planned already, which counts as one that is there.
struct PlannedTest {
  const inventory::Taken* get = nullptr;
  std::string action;
};
[[nodiscard]] FailureOrReason failure_of(const inventory::Subject& subject, Sources& sources,
                                         const inventory::Taken& get, const NamedGet& named,
                                         const std::vector<PlannedTest>& planned);

}  // namespace pool_audit::refactor
