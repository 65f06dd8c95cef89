// Reading one record: numbers, strings, structs. Nothing in the bytes is trusted. The format is
// specified in disk_read.cc. Not for use outside checks/facts.
#pragma once

#include <atomic>
#include <limits>
#include <string_view>
#include <type_traits>
#include <vector>

#include "checks/facts/disk_format.h"
#include "checks/facts/enums.h"
#include "checks/facts/fields.h"

namespace pool_audit::facts::disk {

// Reads numbers; past the end or on nonsense it sticks at zero and `ok()` turns false.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] size_t left() const { return static_cast<size_t>(end_ - at_); }
  void stop() {
    ok_ = false;
    at_ = end_;
  }

  uint64_t number() {
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80) {
      return static_cast<unsigned char>(*at_++);
    }
    return number_slow();
  }
  std::string_view take(uint64_t size) {
    if (size > left()) {
      stop();
      return {};
    }
    const std::string_view taken(at_, size);
    at_ += size;
    return taken;
  }

 private:
  uint64_t number_slow() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      if (shift == 63 && byte > 1) break;  // more than 64 bits
      value |= uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    stop();
    return 0;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

// The strings of one table, made symbols at once (declarations) or when first asked for (graphs).
class Strings {
 public:
  // `bytes` must outlive this.
  bool read(std::string_view bytes, Budget& budget) {
    Bytes in(bytes);
    const uint64_t count = in.number();
    if (count > in.left() || !budget.take(count * kStringCost + bytes.size())) return false;
    offsets_.reserve(count + 1);
    uint64_t total = 0;
    offsets_.push_back(0);
    for (uint64_t i = 0; i < count; ++i) {
      const uint64_t length = in.number();
      if (length == 0 || length > in.left()) return false;
      offsets_.push_back(total += length);
    }
    if (!in.ok() || total != in.left()) return false;
    texts_ = in.take(total);
    symbols_ = std::vector<std::atomic<Symbol>>(count);
    return true;
  }
  [[nodiscard]] size_t size() const { return symbols_.size(); }
  // Makes every string a symbol and lets go of the bytes.
  void intern_all() {
    for (size_t i = 0; i < size(); ++i) static_cast<void>(at(i));
    texts_ = {};
    offsets_ = {};
  }

  // Two threads may intern the same text at once and store the same symbol. Release and acquire
  // hand over the symbol's text.
  [[nodiscard]] Symbol at(size_t i) const {
    Symbol symbol = symbols_[i].load(std::memory_order_acquire);
    if (!symbol.empty()) return symbol;
    symbol = Symbol(texts_.substr(offsets_[i], offsets_[i + 1] - offsets_[i]));
    symbols_[i].store(symbol, std::memory_order_release);
    return symbol;
  }

 private:
  std::string_view texts_;
  std::vector<uint64_t> offsets_;
  mutable std::vector<std::atomic<Symbol>> symbols_;
};

class Reader : public Bytes {
 public:
  Reader(std::string_view bytes, const Strings& declared, const Strings* in_graphs, Budget& budget)
      : Bytes(bytes), declared_(declared), in_graphs_(in_graphs), budget_(budget) {}

  template <class T>
  void value(T& x) {
    if constexpr (std::is_same_v<T, Symbol>) {
      x = symbol();
    } else if constexpr (std::is_same_v<T, Location>) {
      location(x);
    } else if constexpr (std::is_same_v<T, Digest>) {
      const std::string_view bytes = take(16);
      if (!ok()) return;
      x = {get_fixed<uint64_t>(bytes, 0), get_fixed<uint64_t>(bytes, 8)};
    } else if constexpr (kIsVector<T>) {
      const uint64_t count = number();
      if (count > left() || !budget_.take(count * sizeof(typename T::value_type))) return stop();
      x.clear();
      x.reserve(count);
      for (uint64_t i = 0; i < count && ok(); ++i) value(x.emplace_back());
    } else if constexpr (std::is_same_v<T, bool>) {
      x = number() != 0;
    } else if constexpr (std::is_enum_v<T>) {
      const uint64_t raw = number();
      if (raw >= enum_names<T>.size()) return stop();
      x = static_cast<T>(raw);
    } else if constexpr (std::is_integral_v<T>) {
      integer(x);
    } else {
      described(x);
    }
  }

  template <Described T>
  void described(T& x) {
    const uint64_t mask = number();
    if ((mask >> kFieldCount<T>) != 0) return stop();
    uint64_t bit = 1;
    for_each_field<T>([&](auto field) {
      if ((mask & bit) != 0) {
        using Value = std::remove_cvref_t<decltype(x.*field.member)>;
        if constexpr (std::is_same_v<Value, bool>) {
          x.*field.member = !(x.*field.member);  // the mask says that it is not the default
        } else {
          value(x.*field.member);
        }
      }
      bit <<= 1;
    });
  }

 private:
  template <class T>
  void integer(T& x) {
    if constexpr (std::is_signed_v<T>) {
      const int64_t wide = unzigzag(number());
      x = static_cast<T>(wide);
      if (x != wide) stop();
    } else {
      const uint64_t wide = number();
      x = static_cast<T>(wide);
      if (x != wide) stop();
    }
  }
  uint32_t small() {
    uint32_t x = 0;
    integer(x);
    return x;
  }
  uint32_t moved(uint32_t from) {
    // Modulo 2^64, and then out of range unless the distance was sane.
    const uint64_t to = from + static_cast<uint64_t>(unzigzag(number()));
    if (to > std::numeric_limits<uint32_t>::max()) {
      stop();
      return 0;
    }
    return static_cast<uint32_t>(to);
  }

  Symbol symbol() {
    uint64_t index = number();
    if (index == 0) return {};
    if (--index < declared_.size()) return declared_.at(index);
    index -= declared_.size();
    if (in_graphs_ != nullptr && index < in_graphs_->size()) return in_graphs_->at(index);
    stop();
    return {};
  }

  void location(Location& x) {
    const uint64_t bits = number();
    if (bits == kLocationEmpty) {
      x = {};
      return;
    }
    if ((bits & ~uint64_t{kLocationKnownBits}) != 0 || (bits & kLocationEmpty) != 0) return stop();
    x = {};
    x.file = (bits & kLocationFile) != 0 ? symbol() : previous_.file;
    x.line = moved(previous_.line);
    x.column = small();
    if ((bits & kLocationEndLine) != 0) {
      x.end_line = moved(x.line);
      x.end_column = small();
    } else {
      x.end_line = x.line;
      x.end_column = moved(x.column);
    }
    if ((bits & kLocationMacro) != 0) {
      x.macro = symbol();
      value(x.macro_use);
    }
    if ((bits & kLocationSpelling) != 0) {
      x.spelling_file = symbol();
      x.spelling_line = small();
      x.spelling_column = small();
    }
    previous_ = x;
  }

  const Strings& declared_;
  const Strings* in_graphs_;
  Budget& budget_;
  Location previous_;
};

}  // namespace pool_audit::facts::disk
