// Any text: no crash, and rates of whatever was read that keep their bounds.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tool/telemetry/rates.h"
#include "tool/telemetry/runtime_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::telemetry;
  const auto read =
      read_runtime_json(std::string_view(reinterpret_cast<const char*>(data), size), "f");
  if (!read) {
    if (read.error().message.empty()) std::abort();
    return 0;
  }
  for (const Measured& each : measure_all(*read)) {
    if (!(each.process.mean <= each.process.peak)) std::abort();
    if (!(each.covered_seconds <= each.window_seconds)) std::abort();
  }
  return 0;
}
