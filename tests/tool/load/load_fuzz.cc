// Any text is a database or an error; what comes out is consistent, and the same every time.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tool/load/load.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::load;
  const std::string json(reinterpret_cast<const char*>(data), size);
  LoadOptions options;
  options.path_map = {{"/elsewhere", "/nonexistent"}};
  const auto list = load_text(json, "/nonexistent/build", options);
  const auto again = load_text(json, "/nonexistent/build", options);
  if (list != again) std::abort();
  if (!list) {
    if (list.error().message.empty()) std::abort();
    return 0;
  }
  for (const TranslationUnit& unit : list->units) {
    if (unit.file.empty() || unit.file.front() != '/') std::abort();
    if (unit.arguments.size() < 2 || unit.arguments.back() != unit.file) std::abort();
  }
  for (const BadEntry& bad : list->bad) {
    if (bad.reason.empty()) std::abort();
  }
  return 0;
}
