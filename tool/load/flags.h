// What the flags of gcc and clang mean to somebody who only wants to parse. Facts about flags stand
// here, as data, and nowhere else.
#pragma once

#include <cstdint>
#include <string_view>

namespace pool_audit::load {

enum class FlagUse : uint8_t {
  keep,     // may change what the source means
  drop,     // output, linking, code generation, warnings as errors: of no interest to a parser
  foreign,  // gcc knows it and clang rejects it: dropped, and the reader is told
};

struct Flag {
  FlagUse use = FlagUse::keep;
  // The value is the next argument of the command ("-o x", "-include x").
  bool takes_next = false;
  // Spelling of the flag without a joined value, when it has one: "-I" of "-Iinclude", else empty.
  std::string_view joined;
  // "a gcc flag that clang lacks", for foreign flags.
  std::string_view why;
};

// `argument` starts with '-' and is longer than that.
[[nodiscard]] Flag classify_flag(std::string_view argument);

// Programs that run the compiler which follows them on the command line: ccache, distcc, libtool.
[[nodiscard]] bool is_launcher(std::string_view program);
// Flags of launchers that take the next argument as their value: "-u" of env.
[[nodiscard]] bool launcher_flag_takes_next(std::string_view launcher, std::string_view flag);

// Sanitizers that clang does not know, or only together with link-time optimisation:
// "bounds-strict", "cfi-vcall".
[[nodiscard]] bool is_foreign_sanitizer(std::string_view name);

}  // namespace pool_audit::load
