// Errors as values. A stage returns Result<T>; no exception crosses a stage boundary.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace pool_audit {

// What went wrong, for a person: `message` says what was expected, what was found and what to do.
// `file` is empty where no file is at fault; `line` and `column` count from 1, and 0 means unknown.
struct Error {
  std::string message;
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;

  friend bool operator==(const Error&, const Error&) = default;

  // "file:line:column: message", leaving out what is unknown.
  [[nodiscard]] std::string to_string() const {
    std::string out = file;
    if (!out.empty() && line != 0) {
      out += ':' + std::to_string(line);
      if (column != 0) out += ':' + std::to_string(column);
    }
    if (!out.empty()) out += ": ";
    return out + message;
  }
};

template <class T>
using Result = tl::expected<T, Error>;

// Failure of a stage: `return fail("cannot read it; check the permissions", path);`
[[nodiscard]] inline tl::unexpected<Error> fail(std::string message, std::string file = {},
                                                uint32_t line = 0, uint32_t column = 0) {
  return tl::unexpected<Error>(Error{std::move(message), std::move(file), line, column});
}

}  // namespace pool_audit
