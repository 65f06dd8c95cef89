// Whatever bytes a file of migrations holds: it is read or refused, and what was read prints and
// reads the same again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tool/refactor/migration_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::refactor;
  const auto read = parse_migrations({reinterpret_cast<const char*>(data), size}, "f");
  if (!read) return 0;
  const auto again = parse_migrations(print_migrations(*read), "f");
  if (!again || *again != *read) std::abort();
  return 0;
}
