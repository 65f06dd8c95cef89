// The exit codes of pool-audit: the contract with shells, build systems and CI.
#pragma once

namespace pool_audit::cli {

enum class ExitCode : int {
  clean = 0,       // everything was analysed, nothing to complain of
  findings = 1,    // there are findings at or above --fail-on
  usage = 2,       // the command line, a model or another input file is wrong
  incomplete = 3,  // a translation unit failed; the report holds the rest
};

// A process that a signal ended: 128 + signal, as shells count it.
inline constexpr int kSignalBase = 128;

[[nodiscard]] constexpr int to_int(ExitCode code) {
  return static_cast<int>(code);
}

// What a run that had both ends with. A failed unit outweighs findings: the list of findings may be
// short of some, and a CI that tolerates findings must still hear of it.
[[nodiscard]] constexpr ExitCode exit_code(bool has_findings, bool is_incomplete) {
  if (is_incomplete) return ExitCode::incomplete;
  return has_findings ? ExitCode::findings : ExitCode::clean;
}

}  // namespace pool_audit::cli
