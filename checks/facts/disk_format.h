// What the disk reader and the disk writer share: constants, compression, the memory budget. The
// format itself is specified in disk_read.cc. Not for use outside checks/facts and its tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "checks/facts/enums.h"
#include "checks/facts/facts.h"
#include "checks/facts/fields.h"

namespace pool_audit::facts::disk {

inline constexpr std::string_view kMagic = "poolfact";
inline constexpr size_t kChecksumOffset = 24;
inline constexpr size_t kHeaderSize = 32;
inline constexpr size_t kSectionEntrySize = 24;

enum class Section : uint32_t {
  declaration_strings,
  declarations,
  graph_strings,
  graph_index,
  graphs,
};
inline constexpr uint32_t kSectionCount = 5;
inline constexpr size_t kBodyOffset = kHeaderSize + kSectionCount * kSectionEntrySize;

enum class Codec : uint32_t { raw, zstd };

// Graphs are compressed in groups of this size. One by one, records of some 300 bytes leave zstd
// nothing to refer back to and come out twice as large; all in one frame, each look-up would pay
// for the whole file. At 64 KiB they are within 4 % of one frame, and a look-up stays below 0.1 ms.
inline constexpr size_t kGroupSize = size_t{64} << 10;

// Memory that decoding may take: kDecodeFloor + kDecodeFactor * size of the file. Every element of
// a vector takes at least one byte before compression and at most kLargestElement bytes of memory,
// so an uncompressed file always stays inside; the encoder leaves out the compression where a
// compressed file would not.
inline constexpr uint64_t kDecodeFloor = uint64_t{16} << 20;
inline constexpr uint64_t kDecodeFactor = 512;
inline constexpr uint64_t kLargestElement = kDecodeFactor - 8;
inline constexpr uint64_t kStringCost = 64;  // of one string beside its text

class Budget {
 public:
  explicit Budget(uint64_t file_size) : left_(kDecodeFloor + kDecodeFactor * file_size) {}

  [[nodiscard]] bool take(uint64_t bytes) {
    if (bytes > left_) return false;
    left_ -= bytes;
    return true;
  }

 private:
  uint64_t left_;
};

// How a Location differs from the one before it in the same record.
enum LocationBit : uint8_t {
  kLocationEmpty = 1U << 0,     // all fields are the default; no other bit, nothing follows
  kLocationFile = 1U << 1,      // another file follows
  kLocationEndLine = 1U << 2,   // the end is not on the line of the start: the distance follows
  kLocationMacro = 1U << 3,     // macro and macro_use follow
  kLocationSpelling = 1U << 4,  // spelling_* follow
  kLocationKnownBits = (1U << 5) - 1,
};

// ---- numbers -----------------------------------------------------------------------------------

inline uint64_t zigzag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
inline int64_t unzigzag(uint64_t value) {
  return static_cast<int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

inline void put_varint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

template <class T>
void put_fixed(std::string& out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i) {
    out.push_back(static_cast<char>(static_cast<std::make_unsigned_t<T>>(value) >> (8 * i)));
  }
}
template <class T>
T get_fixed(std::string_view bytes, size_t offset) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value |=
        static_cast<T>(static_cast<T>(static_cast<unsigned char>(bytes[offset + i])) << (8 * i));
  }
  return value;
}

// ---- shape of the structs ----------------------------------------------------------------------

// What a field is when it is not written.
template <class T>
const T& default_of() {
  static const T value{};
  return value;
}

// A hash of the names, the order and the kinds of all fields that TuFacts holds: of everything that
// decides what a mask bit means. It stands in the header, so that a file written before a field was
// added is refused even when nobody thought of kDiskVersion.
constexpr uint32_t mix(uint32_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return (hash ^ 0xFFU) * 16777619U;
}
template <class T>
constexpr uint32_t schema(uint32_t hash) {
  if constexpr (Described<T>) {
    for_each_field<T>([&](auto field) {
      using Value = std::remove_cvref_t<decltype(std::declval<T>().*field.member)>;
      hash = schema<Value>(mix(hash, field.name));
    });
  } else if constexpr (kIsVector<T>) {
    hash = schema<typename T::value_type>(mix(hash, "[]"));
  } else if constexpr (std::is_enum_v<T>) {
    for (const std::string_view name : enum_names<T>) hash = mix(hash, name);
  } else {
    const char kind[] = {std::is_signed_v<T> ? 'i' : 'u', static_cast<char>('0' + sizeof(T)), '\0'};
    hash = mix(hash, std::is_same_v<T, Symbol> ? "symbol" : kind);
  }
  return mix(hash, "end");
}
inline constexpr uint32_t kSchema = schema<TuFacts>(2166136261U);

// ---- for tests and benchmarks ------------------------------------------------------------------

struct EncodeOptions {
  bool compress = true;
  int level = 3;
  size_t group_size = kGroupSize;
};
[[nodiscard]] std::string encode_with(const TuFacts& facts, const EncodeOptions& options);

// Makes the header agree with the bytes behind it, so that a fuzzer gets past the checksum.
void seal(std::string& file);

}  // namespace pool_audit::facts::disk
