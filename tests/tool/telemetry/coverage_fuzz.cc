// Any text, taken for whatever it looks like: no crash, and every error says something.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tool/telemetry/coverage.h"
#include "tool/telemetry/read.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::telemetry;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = read_text(text, "f", {.server = {}, .seconds = 1});
  if (!read && read.error().message.empty()) std::abort();
  for (const auto reader : {read_llvm_coverage, read_gcov_json, read_lcov, read_bpftrace}) {
    const auto each = reader(text, "f", 1);
    if (!each && each.error().message.empty()) std::abort();
    if (!each) continue;
    for (const LineCount& line : each->lines) {
      if (!(line.count >= 0)) std::abort();
    }
  }
  return 0;
}
