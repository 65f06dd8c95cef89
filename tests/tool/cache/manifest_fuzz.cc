// Any bytes: a manifest comes back from its own encoding as it was, or the bytes are refused.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tool/cache/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::cache;
  const auto manifest = decode_manifest({reinterpret_cast<const char*>(data), size});
  if (!manifest) return manifest.error().message.empty() ? (std::abort(), 0) : 0;
  const auto again = decode_manifest(encode_manifest(*manifest));
  if (!again || *again != *manifest) std::abort();
  return 0;
}
