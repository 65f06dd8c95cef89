// The stored form of a FileDigest.
//
//   form     := magic(4) checksum(8) body          checksum: hash64 of body
//   body     := content.high(8) content.low(8) flags(n) text(hint)
//               count identifier(8)*
//               count include*       include := kind(n) bits(n) line(n) text
//               count macro*         macro   := text count hash(8)*
//               count header_macro*  header  := text kind(n) text
//               count item*          item    := text first(n) count(n)
//   text     := n bytes, count := n, n := LEB128, fixed numbers are little-endian
//
// Identifiers stay whole hashes: sorted differences would save a fifth and cost more than reading
// them. A JSON form was ten times as large.
#include <cstring>

#include "checks/analysis/hints.h"
#include "tool/scan/file_digest.h"

namespace pool_audit::scan {
namespace {

constexpr std::string_view kMagic = "PAf1";

class Writer {
 public:
  std::string out;

  void fixed(uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(value >> shift);
  }
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7F));
    out += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    out += value;
  }
  void hashes(const std::vector<uint64_t>& values) {
    number(values.size());
    for (const uint64_t value : values) fixed(value);
  }
};

// Reads what is there; once something is missing, everything reads as zero and ok() is false.
class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

  uint64_t fixed() {
    const std::string_view raw = take(8);
    uint64_t value = 0;
    for (size_t i = 0; i < raw.size(); ++i) {
      value |= static_cast<uint64_t>(static_cast<unsigned char>(raw[i])) << (8 * i);
    }
    return value;
  }
  uint64_t number() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::string_view raw = take(1);
      if (raw.empty()) return 0;
      const auto byte = static_cast<unsigned char>(raw[0]);
      value |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  uint32_t small() { return static_cast<uint32_t>(number()); }
  std::string text() { return std::string(take(number())); }
  // How many elements of at least `least` bytes follow; never more than there is room for.
  size_t count(size_t least) {
    const uint64_t value = number();
    if (value > bytes_.size() / least) ok_ = false;
    return ok_ ? static_cast<size_t>(value) : 0;
  }
  std::vector<uint64_t> hashes() {
    std::vector<uint64_t> out(count(8));
    for (uint64_t& value : out) value = fixed();
    return out;
  }
  Include::Kind kind() {
    const uint64_t value = number();
    if (value > static_cast<uint64_t>(Include::Kind::macro)) ok_ = false;
    return ok_ ? static_cast<Include::Kind>(value) : Include::Kind::quoted;
  }

 private:
  std::string_view take(uint64_t length) {
    if (!ok_ || length > bytes_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view out = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
    return out;
  }

  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace

std::string encode(const FileDigest& digest) {
  Writer body;
  body.fixed(digest.content.high);
  body.fixed(digest.content.low);
  body.number(digest.flags);
  body.text(digest.hint);
  body.hashes(digest.identifiers);
  body.number(digest.includes.size());
  for (const Include& include : digest.includes) {
    body.number(static_cast<uint64_t>(include.kind));
    body.number((include.next ? 1U : 0U) | (include.conditional ? 2U : 0U));
    body.number(include.line);
    body.text(include.name);
  }
  body.number(digest.macros.size());
  for (const Macro& macro : digest.macros) {
    body.text(macro.name);
    body.hashes(macro.body);
  }
  body.number(digest.header_macros.size());
  for (const HeaderMacro& macro : digest.header_macros) {
    body.text(macro.name);
    body.number(static_cast<uint64_t>(macro.kind));
    body.text(macro.header);
  }
  body.number(digest.prefix.size());
  for (const PrefixItem& item : digest.prefix) {
    body.text(item.text);
    body.number(item.first_include);
    body.number(item.include_count);
  }
  Writer form;
  form.out = kMagic;
  form.fixed(hash64(body.out));
  return form.out + body.out;
}

std::optional<FileDigest> decode(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return std::nullopt;
  Source head(bytes.substr(kMagic.size()));
  const uint64_t checksum = head.fixed();
  if (!head.ok()) return std::nullopt;
  const std::string_view body = bytes.substr(kMagic.size() + 8);
  if (hash64(body) != checksum) return std::nullopt;

  Source in(body);
  FileDigest out;
  out.content.high = in.fixed();
  out.content.low = in.fixed();
  out.flags = in.small();
  out.hint = in.text();
  out.identifiers = in.hashes();
  out.includes.resize(in.count(4));
  for (Include& include : out.includes) {
    include.kind = in.kind();
    const uint64_t bits = in.number();
    include.next = (bits & 1U) != 0;
    include.conditional = (bits & 2U) != 0;
    include.line = in.small();
    include.name = in.text();
  }
  out.macros.resize(in.count(2));
  for (Macro& macro : out.macros) {
    macro.name = in.text();
    macro.body = in.hashes();
  }
  out.header_macros.resize(in.count(3));
  for (HeaderMacro& macro : out.header_macros) {
    macro.name = in.text();
    macro.kind = in.kind();
    macro.header = in.text();
  }
  out.prefix.resize(in.count(3));
  for (PrefixItem& item : out.prefix) {
    item.text = in.text();
    item.first_include = in.small();
    item.include_count = in.small();
    // Whoever uses the range must not have to check it.
    const uint64_t end = uint64_t{item.first_include} + item.include_count;
    if (end > out.includes.size()) return std::nullopt;
  }
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return out;
}

Digest storage_key(Digest content) {
  static const Digest version = combine(digest_of(kMagic), analysis::hints_version());
  return combine(version, content);
}

}  // namespace pool_audit::scan
