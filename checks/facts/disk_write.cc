// TuFacts -> records with varints -> sections -> zstd -> one file. The format is specified in
// disk_read.cc.
#include <zstd.h>

#include <bit>
#include <memory>
#include <vector>

#include "checks/facts/disk.h"
#include "checks/facts/disk_format.h"
#include "checks/support/hash.h"

namespace pool_audit::facts {
namespace disk {
namespace {

// Numbers the distinct strings of one file in order of first use. Open addressing over Symbol::raw:
// every name in the facts passes here, and a node per name would be half of the encoding time.
class StringNumbers {
 public:
  uint32_t number(Symbol symbol) {
    if (symbol.empty()) return 0;
    if ((strings_.size() + 1) * 2 > slots_.size()) grow();
    Slot& slot = find(symbol.raw());
    if (slot.raw == 0) {
      strings_.push_back(symbol);
      slot = {symbol.raw(), static_cast<uint32_t>(strings_.size())};
    }
    return slot.number;
  }
  // strings()[i] has the number i + 1; 0 is the empty string.
  [[nodiscard]] const std::vector<Symbol>& strings() const { return strings_; }

 private:
  struct Slot {
    uint32_t raw = 0;
    uint32_t number = 0;
  };

  Slot& find(uint32_t raw) {
    const size_t mask = slots_.size() - 1;
    size_t at = (raw * uint64_t{0x9E3779B97F4A7C15}) >> shift_;
    while (slots_[at].raw != 0 && slots_[at].raw != raw) at = (at + 1) & mask;
    return slots_[at];
  }
  void grow() {
    slots_.assign(slots_.size() * 2, Slot{});
    shift_ = 64 - static_cast<unsigned>(std::countr_zero(slots_.size()));
    for (size_t i = 0; i < strings_.size(); ++i) {
      find(strings_[i].raw()) = {strings_[i].raw(), static_cast<uint32_t>(i + 1)};
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(512);
  unsigned shift_ = 64 - 9;
  std::vector<Symbol> strings_;
};

// Appends values to one record. `memory` counts what a reader will allocate for them.
class Writer {
 public:
  explicit Writer(StringNumbers& strings) : strings_(strings) {}

  // Starts a record that can be read without those before it.
  void begin_record() { previous_ = {}; }
  [[nodiscard]] std::string& bytes() { return out_; }
  [[nodiscard]] uint64_t memory() const { return memory_; }

  void number(uint64_t value) { put_varint(out_, value); }

  template <class T>
  void value(const T& x) {
    if constexpr (std::is_same_v<T, Symbol>) {
      number(strings_.number(x));
    } else if constexpr (std::is_same_v<T, Location>) {
      location(x);
    } else if constexpr (std::is_same_v<T, Digest>) {
      put_fixed(out_, x.high);
      put_fixed(out_, x.low);
    } else if constexpr (kIsVector<T>) {
      static_assert(sizeof(typename T::value_type) <= kLargestElement);
      number(x.size());
      memory_ += x.size() * sizeof(typename T::value_type);
      for (const auto& element : x) value(element);
    } else if constexpr (std::is_enum_v<T>) {
      number(static_cast<std::underlying_type_t<T>>(x));
    } else if constexpr (std::is_signed_v<T>) {
      number(zigzag(x));
    } else if constexpr (std::is_unsigned_v<T>) {
      number(x);
    } else {
      described(x);
    }
  }

  // A mask of the fields that are not the default, then those. A boolean is its mask bit.
  template <Described T>
  void described(const T& x) {
    const T& defaults = default_of<T>();
    uint64_t mask = 0;
    uint64_t bit = 1;
    for_each_field<T>([&](auto field) {
      if (!(x.*field.member == defaults.*field.member)) mask |= bit;
      bit <<= 1;
    });
    number(mask);
    bit = 1;
    for_each_field<T>([&](auto field) {
      using Value = std::remove_cvref_t<decltype(x.*field.member)>;
      if constexpr (!std::is_same_v<Value, bool>) {
        if ((mask & bit) != 0) value(x.*field.member);
      }
      bit <<= 1;
    });
  }

 private:
  void location(const Location& x) {
    uint8_t bits = 0;
    if (x == default_of<Location>()) {
      out_.push_back(static_cast<char>(kLocationEmpty));
      return;
    }
    if (x.file != previous_.file) bits |= kLocationFile;
    if (x.end_line != x.line) bits |= kLocationEndLine;
    if (!x.macro.empty() || x.macro_use != MacroUse::none) bits |= kLocationMacro;
    if (!x.spelling_file.empty() || x.spelling_line != 0 || x.spelling_column != 0) {
      bits |= kLocationSpelling;
    }
    out_.push_back(static_cast<char>(bits));
    if ((bits & kLocationFile) != 0) value(x.file);
    number(zigzag(int64_t{x.line} - previous_.line));
    number(x.column);
    if ((bits & kLocationEndLine) != 0) {
      number(zigzag(int64_t{x.end_line} - x.line));
      number(x.end_column);
    } else {
      number(zigzag(int64_t{x.end_column} - x.column));
    }
    if ((bits & kLocationMacro) != 0) {
      value(x.macro);
      value(x.macro_use);
    }
    if ((bits & kLocationSpelling) != 0) {
      value(x.spelling_file);
      number(x.spelling_line);
      number(x.spelling_column);
    }
    previous_ = x;
  }

  StringNumbers& strings_;
  std::string out_;
  uint64_t memory_ = 0;
  Location previous_;
};

struct Packed {
  std::string stored;
  uint64_t raw_size = 0;
  Codec codec = Codec::raw;
};

class Packer {
 public:
  explicit Packer(const EncodeOptions& options)
      : options_(options), context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {}

  Packed pack(std::string raw) {
    const uint64_t raw_size = raw.size();
    if (options_.compress && context_ && raw_size > 0) {
      std::string small(ZSTD_compressBound(raw.size()), '\0');
      const size_t size = ZSTD_compressCCtx(context_.get(), small.data(), small.size(), raw.data(),
                                            raw.size(), options_.level);
      if (!ZSTD_isError(size) && size < raw.size()) {
        small.resize(size);
        return {std::move(small), raw_size, Codec::zstd};
      }
    }
    return {std::move(raw), raw_size, Codec::raw};
  }

 private:
  EncodeOptions options_;
  std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context_;
};

std::string string_table(const std::vector<Symbol>& strings, size_t first, size_t last) {
  std::string out;
  put_varint(out, last - first);
  for (size_t i = first; i < last; ++i) put_varint(out, strings[i].text().size());
  for (size_t i = first; i < last; ++i) out += strings[i].text();
  return out;
}

struct GraphGroup {
  std::string raw;
  std::vector<std::pair<uint32_t, size_t>> graphs;  // number of the function's id, size
};

}  // namespace

std::string encode_with(const TuFacts& facts, const EncodeOptions& options) {
  StringNumbers strings;
  Writer declarations(strings);
  for_each_field<TuFacts>([&](auto field) {
    using Value = std::remove_cvref_t<decltype(facts.*field.member)>;
    if constexpr (!std::is_same_v<Value, std::vector<FlowGraph>>) {
      declarations.value(facts.*field.member);
    }
  });
  // Graphs refer to the strings of the declarations, and those refer to none of the graphs: a
  // reader that opens no graph interns no string that only graphs use.
  for (const FlowGraph& graph : facts.graphs) static_cast<void>(strings.number(graph.function));
  const size_t declared_strings = strings.strings().size();

  std::vector<GraphGroup> groups;
  Writer graphs(strings);
  for (const FlowGraph& graph : facts.graphs) {
    if (groups.empty() || groups.back().raw.size() >= options.group_size) groups.emplace_back();
    graphs.begin_record();
    graphs.bytes().clear();
    graphs.value(graph);
    groups.back().raw += graphs.bytes();
    groups.back().graphs.emplace_back(strings.number(graph.function), graphs.bytes().size());
  }

  uint64_t memory = declarations.memory() + graphs.memory();
  Packer packer(options);
  std::string index;
  std::string frames;
  put_varint(index, groups.size());
  for (GraphGroup& group : groups) {
    const Packed packed = packer.pack(std::move(group.raw));
    memory += packed.raw_size;
    frames += packed.stored;
    put_varint(index, static_cast<uint64_t>(packed.codec));
    put_varint(index, packed.stored.size());
    put_varint(index, packed.raw_size);
    put_varint(index, group.graphs.size());
    for (const auto& [id, size] : group.graphs) {
      put_varint(index, id);
      put_varint(index, size);
    }
  }
  memory += facts.graphs.size() * sizeof(FlowGraph);

  Packed sections[kSectionCount] = {
      packer.pack(string_table(strings.strings(), 0, declared_strings)),
      packer.pack(std::move(declarations.bytes())),
      packer.pack(string_table(strings.strings(), declared_strings, strings.strings().size())),
      packer.pack(std::move(index)),
      Packed{std::move(frames), 0, Codec::raw},
  };
  sections[kSectionCount - 1].raw_size = sections[kSectionCount - 1].stored.size();

  std::string file(kMagic);
  put_fixed(file, kDiskVersion);
  put_fixed(file, kSchema);
  file.resize(kHeaderSize, '\0');
  for (const Packed& section : sections) {
    put_fixed(file, static_cast<uint64_t>(section.codec));
    put_fixed(file, uint64_t{section.stored.size()});
    put_fixed(file, section.raw_size);
    memory += section.raw_size;
  }
  for (const Packed& section : sections) file += section.stored;
  seal(file);

  // See kDecodeFactor.
  memory += strings.strings().size() * kStringCost;
  if (options.compress && memory > kDecodeFloor + kDecodeFactor * file.size()) {
    EncodeOptions plain = options;
    plain.compress = false;
    return encode_with(facts, plain);
  }
  return file;
}

void seal(std::string& file) {
  if (file.size() < kHeaderSize) return;
  std::string fixed;
  put_fixed(fixed, uint64_t{file.size()});
  file.replace(kChecksumOffset - 8, 8, fixed);
  fixed.clear();
  put_fixed(fixed, hash64(std::string_view(file).substr(kHeaderSize)));
  file.replace(kChecksumOffset, 8, fixed);
}

}  // namespace disk

std::string encode(const TuFacts& facts) {
  return disk::encode_with(facts, {});
}

}  // namespace pool_audit::facts
