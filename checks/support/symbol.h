// Interned strings. Facts repeat the same names thousands of times; a Symbol is four bytes,
// compares for equality in one instruction and lives as long as the process.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string_view>

namespace pool_audit {

// A string in the process-wide table. Equal text gives equal symbols; the default symbol is the
// empty text. Order is that of the text, never of the table, so that sorted output is the same in
// every run. Interning is thread-safe; text() needs no lock and stays valid for ever.
class Symbol {
 public:
  constexpr Symbol() = default;
  explicit Symbol(std::string_view text);

  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] constexpr bool empty() const { return id_ == 0; }
  explicit constexpr operator bool() const { return id_ != 0; }
  // Position in the table: unique in this process, meaningless outside it.
  [[nodiscard]] constexpr uint32_t raw() const { return id_; }

  friend constexpr bool operator==(Symbol a, Symbol b) { return a.id_ == b.id_; }
  friend std::strong_ordering operator<=>(Symbol a, Symbol b) {
    if (a.id_ == b.id_) return std::strong_ordering::equal;
    return a.text() <=> b.text();
  }

 private:
  uint32_t id_ = 0;
};

}  // namespace pool_audit

template <>
struct std::hash<pool_audit::Symbol> {
  size_t operator()(pool_audit::Symbol symbol) const noexcept {
    return std::hash<uint32_t>{}(symbol.raw());
  }
};
