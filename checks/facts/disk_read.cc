// One file -> sections -> TuFacts. Nothing in the bytes is trusted.
//
// The format, version 1. Fixed-width numbers are little-endian; `n` is a varint (seven bits a byte,
// lowest first, the high bit says that more follow), `z` a zigzag varint.
//
//   offset size
//   0      8    magic "poolfact"
//   8      4    version
//   12     4    schema: a hash of the fields of all structs (kSchema)
//   16     8    size of the file
//   24     8    xxh3 of everything behind this field
//   32     24*5 section table: codec u64 (0 raw, 1 zstd), stored size u64, raw size u64
//   152         the sections, in the order of disk::Section, without gaps
//
//   declaration strings, graph strings    n count, count lengths n, then the texts. Together they
//       number the strings from 1; 0 is the empty string. Each string is there once.
//   declarations   the fields of TuFacts but `graphs`, one after the other
//   graph index    n groups; a group: n codec, n stored size, n raw size, n graphs; a graph: n
//       string number of the function's id, n size. Graphs are sorted by id.
//   graphs         the groups, compressed one by one (why: kGroupSize); a group is the graphs'
//   records
//
// Values: a string is its number; an unsigned number, an enumerator, an index is n; a signed number
// is z; a vector is n and its elements; a digest is two u64; a struct is n, a mask of the fields
// that differ from their default, in the order of fields.h, and then those fields, but for
// booleans, which the mask has said. A location is a byte of disk::LocationBit, then: file, z line
// minus that of the location before, n column, (z lines, n column | z columns) to the end, macro,
// spelling. A graph's record refers to no location outside it.
//
// Dropped: protobuf or FlatBuffers, whose strength is that old readers live on for years; a file of
// a cache is read by the version that wrote it, and the mask says "default" in one bit where those
// spend a tag or an offset a field. Dropped too: strings sorted and each written as what differs
// from the one before, 5 % off the file on real code, but then no text can be a view into the
// section, and making symbols of the texts is half of the time of open().
#include <zstd.h>

#include <mutex>
#include <utility>

#include "checks/facts/disk.h"
#include "checks/facts/disk_format.h"
#include "checks/facts/disk_reader.h"
#include "checks/facts/validate.h"
#include "checks/support/hash.h"

namespace pool_audit::facts {
namespace disk {
namespace {

constexpr std::string_view kAdvice = "; delete it and run extract again";

auto damaged(const std::string& what) {
  return fail("damaged facts file: " + what + std::string(kAdvice));
}

// The bytes of a compressed stretch; false on damage. `storage` owns them where a copy was needed.
bool unpack(std::string_view stored, uint64_t codec, uint64_t raw_size, Budget& budget,
            std::string& storage, std::string_view& raw) {
  if (codec == static_cast<uint64_t>(Codec::raw)) {
    raw = stored;
    return raw_size == stored.size();
  }
  if (codec != static_cast<uint64_t>(Codec::zstd) || !budget.take(raw_size)) return false;
  storage.resize(raw_size);
  const size_t size = ZSTD_decompress(storage.data(), raw_size, stored.data(), stored.size());
  raw = storage;
  return !ZSTD_isError(size) && size == raw_size;
}

struct Stretch {
  uint64_t codec = 0;
  uint64_t raw_size = 0;
  std::string_view stored;
};

struct GraphEntry {
  uint32_t group = 0;
  uint32_t size = 0;
  uint64_t offset = 0;  // in the group
};

}  // namespace
}  // namespace disk

using disk::Budget;

struct FactsReader::State {
  std::string owned;
  std::string_view file;
  disk::Stretch sections[disk::kSectionCount];

  TuFacts declarations;
  size_t type_count = 0;
  std::vector<Symbol> graph_ids;
  std::vector<disk::GraphEntry> graphs;
  std::vector<disk::Stretch> groups;

  disk::Strings declared;

  // Graph strings and the group used last; `lock` guards the making of both.
  mutable std::mutex lock;
  mutable std::string graph_texts;
  mutable disk::Strings in_graphs;
  mutable enum class Phase { fresh, ready, bad } phase = Phase::fresh;
  mutable std::shared_ptr<const std::string> group;
  mutable uint32_t group_number = 0;

  Result<void> read(Budget& budget);
  Result<FlowGraph> graph(size_t index, Budget& budget) const;

 private:
  Result<void> read_header();
  Result<void> read_graph_index(Budget& budget);
  [[nodiscard]] const disk::Stretch& section(disk::Section which) const {
    return sections[static_cast<size_t>(which)];
  }
  static bool unpack(const disk::Stretch& from, Budget& budget, std::string& storage,
                     std::string_view& raw) {
    return disk::unpack(from.stored, from.codec, from.raw_size, budget, storage, raw);
  }
};

Result<void> FactsReader::State::read_header() {
  using namespace disk;
  if (!file.starts_with(kMagic)) {
    return fail("not a facts file: it does not begin with '" + std::string(kMagic) +
                "'; give a file that `pool-audit extract` wrote");
  }
  if (file.size() < kBodyOffset) return damaged("it ends inside its header");
  const auto version = get_fixed<uint32_t>(file, 8);
  const auto file_schema = get_fixed<uint32_t>(file, 12);
  if (version != kDiskVersion || file_schema != kSchema) {
    return fail("facts file of format version " + std::to_string(version) + "." +
                std::to_string(file_schema) + "; this pool-audit reads version " +
                std::to_string(kDiskVersion) + "." + std::to_string(kSchema) +
                "; run extract again");
  }
  const auto size = get_fixed<uint64_t>(file, 16);
  if (size != file.size()) {
    return damaged("its header says " + std::to_string(size) + " bytes, it has " +
                   std::to_string(file.size()));
  }
  if (get_fixed<uint64_t>(file, kChecksumOffset) != hash64(file.substr(kHeaderSize))) {
    return damaged("its checksum does not match its content");
  }
  std::string_view rest = file.substr(kBodyOffset);
  for (uint32_t i = 0; i < kSectionCount; ++i) {
    const size_t entry = kHeaderSize + i * kSectionEntrySize;
    const auto stored = get_fixed<uint64_t>(file, entry + 8);
    if (stored > rest.size()) return damaged("a section ends behind the end of the file");
    sections[i] = {get_fixed<uint64_t>(file, entry), get_fixed<uint64_t>(file, entry + 16),
                   rest.substr(0, stored)};
    rest.remove_prefix(stored);
  }
  if (!rest.empty()) return damaged("bytes behind the last section");
  return {};
}

Result<void> FactsReader::State::read(Budget& budget) {
  using namespace disk;
  if (auto header = read_header(); !header) return header;
  std::string storage;
  std::string_view raw;
  if (!unpack(section(Section::declaration_strings), budget, storage, raw) ||
      !declared.read(raw, budget)) {
    return damaged("the strings of the declarations cannot be read");
  }
  declared.intern_all();
  if (!unpack(section(Section::declarations), budget, storage, raw)) {
    return damaged("the declarations cannot be decompressed");
  }
  Reader in(raw, declared, nullptr, budget);
  for_each_field<TuFacts>([&](auto field) {
    using Value = std::remove_cvref_t<decltype(declarations.*field.member)>;
    if constexpr (!std::is_same_v<Value, std::vector<FlowGraph>>) {
      in.value(declarations.*field.member);
    }
  });
  if (!in.ok() || in.left() != 0) return damaged("the declarations cannot be read");
  if (auto valid = validate(declarations); !valid) return damaged(valid.error().message);
  type_count = declarations.types.size();
  return read_graph_index(budget);
}

Result<void> FactsReader::State::read_graph_index(Budget& budget) {
  using namespace disk;
  std::string storage;
  std::string_view raw;
  if (!unpack(section(Section::graph_index), budget, storage, raw)) {
    return damaged("the index of the graphs cannot be decompressed");
  }
  const auto bad = [] { return damaged("the index of the graphs cannot be read"); };
  Bytes in(raw);
  std::string_view frames = section(Section::graphs).stored;
  const uint64_t group_count = in.number();
  if (group_count > in.left() || !budget.take(group_count * sizeof(Stretch))) return bad();
  groups.reserve(group_count);
  for (uint64_t g = 0; g < group_count; ++g) {
    Stretch frame;
    frame.codec = in.number();
    const uint64_t stored = in.number();
    frame.raw_size = in.number();
    if (stored > frames.size()) return bad();
    frame.stored = frames.substr(0, stored);
    frames.remove_prefix(stored);
    const uint64_t count = in.number();
    if (count > in.left() || !budget.take(count * (sizeof(GraphEntry) + sizeof(Symbol)))) {
      return bad();
    }
    uint64_t offset = 0;
    for (uint64_t i = 0; i < count && in.ok(); ++i) {
      const uint64_t id = in.number();
      const uint64_t size = in.number();
      if (id > declared.size() || size > frame.raw_size - offset || size > UINT32_MAX) return bad();
      graph_ids.push_back(id == 0 ? Symbol() : declared.at(id - 1));
      graphs.push_back({static_cast<uint32_t>(g), static_cast<uint32_t>(size), offset});
      offset += size;
    }
    if (!in.ok() || offset != frame.raw_size) return bad();
    groups.push_back(frame);
  }
  if (!in.ok() || in.left() != 0 || !frames.empty()) return bad();
  for (size_t i = 1; i < graph_ids.size(); ++i) {
    if (!(graph_ids[i - 1] < graph_ids[i])) return damaged("the graphs are not sorted by function");
  }
  return {};
}

Result<FlowGraph> FactsReader::State::graph(size_t index, Budget& budget) const {
  using namespace disk;
  if (index >= graphs.size()) {
    return fail("there is no graph " + std::to_string(index) + "; the file has " +
                std::to_string(graphs.size()));
  }
  const GraphEntry& entry = graphs[index];
  const Stretch& from = groups[entry.group];
  std::shared_ptr<const std::string> keep;
  std::string_view raw = from.stored;
  {
    const std::lock_guard guard(lock);
    if (phase == Phase::fresh) {
      std::string_view texts;
      const bool good = unpack(section(Section::graph_strings), budget, graph_texts, texts) &&
                        in_graphs.read(texts, budget);
      phase = good ? Phase::ready : Phase::bad;
    }
    if (phase == Phase::bad) return damaged("the strings of the graphs cannot be read");
    if (from.codec != static_cast<uint64_t>(Codec::raw)) {
      if (!group || group_number != entry.group) {
        std::string storage;
        if (!unpack(from, budget, storage, raw)) {
          return damaged("group " + std::to_string(entry.group) +
                         " of the graphs cannot be decompressed");
        }
        group = std::make_shared<const std::string>(std::move(storage));
        group_number = entry.group;
      }
      keep = group;
      raw = *keep;
    } else if (from.raw_size != from.stored.size()) {
      return damaged("group " + std::to_string(entry.group) + " of the graphs has a wrong size");
    }
  }
  FlowGraph out;
  Reader in(raw.substr(entry.offset, entry.size), declared, &in_graphs, budget);
  in.value(out);
  if (!in.ok() || in.left() != 0 || out.function != graph_ids[index]) {
    return damaged("the graph of '" + std::string(graph_ids[index].text()) + "' cannot be read");
  }
  if (auto valid = validate(out, type_count); !valid) {
    return damaged(valid.error().message);
  }
  return out;
}

FactsReader::FactsReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
FactsReader::FactsReader(FactsReader&&) noexcept = default;
FactsReader& FactsReader::operator=(FactsReader&&) noexcept = default;
FactsReader::~FactsReader() = default;

Result<FactsReader> FactsReader::open(std::string bytes) {
  auto state = std::make_unique<State>();
  state->owned = std::move(bytes);
  state->file = state->owned;
  Budget budget(state->file.size());
  if (auto read = state->read(budget); !read) return tl::unexpected(std::move(read.error()));
  return FactsReader(std::move(state));
}

void FactsReader::forget_declarations() {
  state_->declarations = {};
}

const TuFacts& FactsReader::declarations() const {
  return state_->declarations;
}
const std::vector<Symbol>& FactsReader::graph_ids() const {
  return state_->graph_ids;
}

Result<FlowGraph> FactsReader::graph(size_t index) const {
  Budget budget(state_->file.size());
  return state_->graph(index, budget);
}

Result<TuFacts> decode(std::string_view bytes) {
  FactsReader::State state;
  state.file = bytes;
  Budget budget(bytes.size());
  if (auto read = state.read(budget); !read) return tl::unexpected(std::move(read.error()));
  TuFacts facts = std::move(state.declarations);
  facts.graphs.reserve(state.graphs.size());
  for (size_t i = 0; i < state.graphs.size(); ++i) {
    auto graph = state.graph(i, budget);
    if (!graph) return tl::unexpected(std::move(graph.error()));
    facts.graphs.push_back(std::move(*graph));
  }
  return facts;
}

}  // namespace pool_audit::facts
