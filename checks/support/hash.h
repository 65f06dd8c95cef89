// Content hashes: xxHash3 with 128 bits. Good against accident, not against an adversary.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pool_audit {

struct Digest {
  uint64_t high = 0;
  uint64_t low = 0;

  friend auto operator<=>(const Digest&, const Digest&) = default;
  // 32 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;
};

[[nodiscard]] Digest digest_of(std::string_view bytes);
// Order matters: combine(a, b) differs from combine(b, a).
[[nodiscard]] Digest combine(Digest a, Digest b);
[[nodiscard]] uint64_t hash64(std::string_view bytes);

}  // namespace pool_audit
