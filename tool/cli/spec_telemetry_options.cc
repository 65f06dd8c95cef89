// The options that say what production measured.
#include <array>
#include <charconv>
#include <limits>

#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {
namespace {

using Text = const std::string&;

// "30d", "12h", "90m", "60s": a whole number of one unit, more than 0.
Result<void> store_duration(uint32_t& target, Text value) {
  struct Unit {
    char letter;
    uint32_t seconds;
  };
  constexpr std::array kUnits = {Unit{'s', 1}, Unit{'m', 60}, Unit{'h', 3600}, Unit{'d', 86400}};
  uint32_t number = 0;
  const char* const end = value.data() + value.size();
  const auto [last, error] = std::from_chars(value.data(), end, number);
  for (const Unit& unit : kUnits) {
    if (error != std::errc() || last + 1 != end || *last != unit.letter || number == 0) continue;
    if (number > std::numeric_limits<uint32_t>::max() / unit.seconds) continue;
    target = number * unit.seconds;
    return {};
  }
  return fail("expected a duration such as 30d, 12h, 15m or 60s, found '" + value + "'");
}

Result<void> apply_source(Draft& options, Text value) {
  if (value.empty()) return fail("expected a file, a folder or the address of a Prometheus server");
  options.telemetry.push_back(value);
  return {};
}

}  // namespace

std::vector<OptionSpec> telemetry_options() {
  using enum ValueKind;
  return {
      {"--telemetry",
       0,
       "SOURCE",
       path,
       {},
       true,
       Group::telemetry,
       "what production measured: a file, a folder of files, or http(s)://PROMETHEUS",
       "A file is a snapshot of the pool library, Prometheus text, or counts of lines as llvm-cov "
       "export, gcov --json-format, lcov or bpftrace write them; its content tells. Several "
       "sources "
       "are merged. The report then has the class of each pool, hot, warm or cold, and what to do "
       "about it.",
       apply_source},
      {"--telemetry-token",
       0,
       "FILE",
       file,
       {},
       false,
       Group::telemetry,
       "send the token in FILE to the Prometheus server",
       "",
       store<&Draft::telemetry_token>},
      {"--telemetry-ca",
       0,
       "FILE",
       file,
       {},
       false,
       Group::telemetry,
       "trust the authorities in FILE (PEM) instead of the system's",
       "",
       store<&Draft::telemetry_ca>},
      {"--telemetry-seconds",
       0,
       "N",
       number,
       {},
       false,
       Group::telemetry,
       "the program ran for N seconds: for counts that do not say so",
       "Counts of lines, and Prometheus text without times, have no rate without it.",
       [](Draft& o, Text v) {
         return store_number(o.telemetry_seconds, v, 1, std::numeric_limits<uint32_t>::max());
       }},
      {"--telemetry-window",
       0,
       "DURATION",
       text,
       {},
       false,
       Group::telemetry,
       "how far back to ask a Prometheus server: 7d, 12h (default: 31d)",
       "Without it, a day more than window_days of the configuration, which a removal asks for.",
       [](Draft& o, Text v) { return store_duration(o.telemetry_window_seconds, v); }},
      {"--telemetry-step",
       0,
       "DURATION",
       text,
       {},
       false,
       Group::telemetry,
       "time between two points of a Prometheus server (default: 60s)",
       "A peak is a mean over that time; less than the server's scrape interval shows no more.",
       [](Draft& o, Text v) { return store_duration(o.telemetry_step_seconds, v); }},
      {"--telemetry-revision",
       0,
       "REV",
       text,
       {},
       false,
       Group::telemetry,
       "revision of the source that was measured, where the telemetry does not say",
       "Lines of that revision are followed through git diff to where they stand now.",
       store<&Draft::telemetry_revision>},
      {"--previous-report",
       0,
       "FILE",
       file,
       {},
       true,
       Group::telemetry,
       "an earlier report as JSON: its classes hold until a rate is well past a threshold",
       "May be given several times, the oldest first, for the history of each pool.",
       append<&Draft::previous_reports>},
  };
}

}  // namespace pool_audit::cli
