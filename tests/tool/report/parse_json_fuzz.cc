// Whatever the bytes: the reader returns, and what it accepts survives another round.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tool/report/report.h"

using namespace pool_audit;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto read = report::parse_json(text, "fuzz.json");
  if (!read) {
    if (read.error().message.empty()) std::abort();
    return 0;
  }
  const auto again = report::parse_json(report::render_json(*read));
  if (!again || *again != *read) std::abort();
  (void)report::render_text(*read, {80, true, true, true, true, true, "*"});
  (void)report::render_markdown(*read, {true, true, true, "*"});
  return 0;
}
