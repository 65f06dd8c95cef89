// Any text is read or refused; what is read survives printing, and the disk form too.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/facts/disk.h"
#include "checks/facts/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::facts;
  const auto facts = parse({reinterpret_cast<const char*>(data), size});
  if (!facts) {
    if (facts.error().message.empty()) std::abort();
    return 0;
  }
  const auto again = parse(print(*facts));
  if (!again || !(*again == *facts)) std::abort();
  const auto decoded = decode(encode(*facts));
  if (!decoded || !(*decoded == *facts)) std::abort();
  return 0;
}
