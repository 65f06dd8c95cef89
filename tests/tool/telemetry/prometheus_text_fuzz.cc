// Any text: no crash, an error has a place, and what is read is read the same from its own lines.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tool/telemetry/prometheus_series.h"
#include "tool/telemetry/rates.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::telemetry;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto samples = parse_prometheus_text(text, "f");
  if (!samples && (samples.error().line == 0 || samples.error().message.empty())) std::abort();
  const auto series = read_prometheus_text(text, "f", {.seconds = 1});
  if (series.has_value() != samples.has_value()) std::abort();
  if (!series) return 0;
  for (const Measured& each : measure_all(*series)) {
    if (!(each.process.mean <= each.process.peak)) std::abort();
    if (!(each.covered_seconds <= each.window_seconds)) std::abort();
  }
  return 0;
}
