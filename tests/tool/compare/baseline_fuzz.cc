// Whatever bytes a baseline holds: it is read or refused, and what was read prints and reads the
// same again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tool/compare/baseline.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::compare;
  const auto read = parse_baseline({reinterpret_cast<const char*>(data), size}, "f");
  if (!read) return 0;
  const auto again = parse_baseline(print_baseline(*read), "f");
  if (!again || *again != *read) std::abort();
  return 0;
}
