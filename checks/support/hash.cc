#include "checks/support/hash.h"

#include <xxhash.h>

#include <array>
#include <cstdio>

namespace pool_audit {

std::string Digest::hex() const {
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(high),
                static_cast<unsigned long long>(low));
  return {text.data(), 32};
}

Digest digest_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

Digest combine(Digest a, Digest b) {
  const std::array<uint64_t, 4> words = {a.high, a.low, b.high, b.low};
  return digest_of({reinterpret_cast<const char*>(words.data()), sizeof(words)});
}

uint64_t hash64(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace pool_audit
