// Any bytes are a file, and a file's digest survives being stored. Any bytes are a stored digest or
// are refused.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tool/scan/file_digest.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::scan;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const FileDigest digest = digest_file(text);
  if (!std::is_sorted(digest.identifiers.begin(), digest.identifiers.end())) std::abort();
  for (const PrefixItem& item : digest.prefix) {
    if (item.first_include + item.include_count > digest.includes.size()) std::abort();
    if (!item.text.ends_with('\n')) std::abort();
  }
  uint32_t line = 1;
  for (const Include& include : digest.includes) {
    if (include.name.empty() || include.line < line) std::abort();
    line = include.line;
  }
  const auto stored = decode(encode(digest));
  if (!stored || *stored != digest) std::abort();
  (void)decode(text);
  return 0;
}
