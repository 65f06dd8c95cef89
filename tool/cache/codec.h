// Little-endian numbers, variable-length counts and bytes, and a reader that never leaves its
// buffer. Internal to this folder.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "checks/support/hash.h"

namespace pool_audit::cache {

inline uint64_t little_endian(uint64_t value) {
  if constexpr (std::endian::native == std::endian::big) return __builtin_bswap64(value);
  return value;
}

// The first 8 and 16 bytes of `from`, which has them.
inline uint64_t load_u64(std::string_view from) {
  uint64_t value = 0;
  from.copy(reinterpret_cast<char*>(&value), sizeof value);
  return little_endian(value);
}

inline Digest load_digest(std::string_view from) {
  return {load_u64(from), load_u64(from.substr(8))};
}

class ByteWriter {
 public:
  void bytes(std::string_view text) { out_.append(text); }
  void u64(uint64_t value) {
    value = little_endian(value);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void digest(const Digest& value) {
    u64(value.high);
    u64(value.low);
  }
  // Seven bits a byte, the lowest first.
  void count(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  void reserve(size_t size) { out_.reserve(size); }
  [[nodiscard]] const std::string& out() const { return out_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// After the first read beyond the end everything reads as zero or empty, and good() is false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view in) : in_(in) {}

  [[nodiscard]] std::string_view bytes(uint64_t size) {
    if (size > in_.size()) {
      good_ = false;
      in_ = {};
      return {};
    }
    const std::string_view out = in_.substr(0, size);
    in_.remove_prefix(size);
    return out;
  }
  [[nodiscard]] uint64_t u64() {
    const std::string_view from = bytes(8);
    return from.empty() ? 0 : load_u64(from);
  }
  [[nodiscard]] Digest digest() {
    const std::string_view from = bytes(16);
    return from.empty() ? Digest{} : load_digest(from);
  }
  [[nodiscard]] uint64_t count() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::string_view next = bytes(1);
      if (next.empty()) return 0;
      const auto byte = static_cast<unsigned char>(next[0]);
      value |= uint64_t{byte & 0x7fU} << shift;
      // One way to write each number: no zero byte at the end, nothing above 64 bits.
      if (byte < 0x80) {
        if ((byte == 0 && shift != 0) || (shift == 63 && byte > 1)) good_ = false;
        return value;
      }
    }
    good_ = false;
    return 0;
  }
  [[nodiscard]] size_t left() const { return in_.size(); }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::string_view in_;
  bool good_ = true;
};

}  // namespace pool_audit::cache
