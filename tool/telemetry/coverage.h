// Counts of source lines, for code whose pools count nothing themselves: how often the line of a
// get ran is how often it got.
//
//   llvm-cov export               JSON, counts of regions
//   gcov --json-format --stdout   JSON, counts of lines
//   lcov                          text: SF:, DA:, end_of_record
//   bpftrace                      text: @gets[function]: count
//
// None of them says for how long the program ran, so that the user does.
#pragma once

#include <string>
#include <string_view>

#include "checks/support/result.h"
#include "tool/telemetry/telemetry.h"

namespace pool_audit::telemetry {

// `seconds` for which the counted program ran; 0: unknown, and the counts have no rates. Errors
// name the line, or the element of JSON, that is not as the format has it.
[[nodiscard]] Result<Telemetry> read_llvm_coverage(std::string_view text, const std::string& file,
                                                   double seconds);
[[nodiscard]] Result<Telemetry> read_gcov_json(std::string_view text, const std::string& file,
                                               double seconds);
[[nodiscard]] Result<Telemetry> read_lcov(std::string_view text, const std::string& file,
                                          double seconds);
[[nodiscard]] Result<Telemetry> read_bpftrace(std::string_view text, const std::string& file,
                                              double seconds);

}  // namespace pool_audit::telemetry
