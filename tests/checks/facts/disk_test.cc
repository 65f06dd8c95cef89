// The disk form under damage, forgery and threads, and the lazy reader.
#include "checks/facts/disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "checks/facts/disk_format.h"
#include "checks/facts/text.h"
#include "checks/facts/validate.h"
#include "checks/support/files.h"
#include "tests/checks/facts/random_facts.h"

namespace pool_audit::facts {
namespace {

using disk::EncodeOptions;
using testing::HasSubstr;

TuFacts sample() {
  const Result<std::string> text = read_file("tests/checks/facts/golden/sample.facts");
  EXPECT_TRUE(text) << text.error().to_string();
  Result<TuFacts> facts = parse(*text);
  EXPECT_TRUE(facts) << facts.error().to_string();
  return *facts;
}

std::string error_of(std::string_view bytes) {
  const Result<TuFacts> facts = decode(bytes);
  return facts ? "no error" : facts.error().message;
}

TEST(Disk, EqualFactsGiveEqualBytes) {
  EXPECT_EQ(encode(random_facts(3)), encode(random_facts(3)));
}

TEST(Disk, EmptyUnit) {
  const Result<TuFacts> facts = decode(encode(TuFacts{}));
  ASSERT_TRUE(facts) << facts.error().to_string();
  EXPECT_EQ(*facts, TuFacts{});
}

TEST(Disk, OptionsDoNotChangeWhatIsRead) {
  const TuFacts facts = sample();
  for (const size_t group_size : {size_t{1}, size_t{100}, size_t{1} << 20}) {
    for (const bool compress : {false, true}) {
      const std::string bytes = disk::encode_with(facts, {compress, 1, group_size});
      const Result<TuFacts> back = decode(bytes);
      ASSERT_TRUE(back) << back.error().to_string();
      EXPECT_EQ(*back, facts);
    }
  }
}

TEST(Disk, TellsForeignFilesVersionsAndDamageApart) {
  EXPECT_THAT(error_of(""), HasSubstr("not a facts file"));
  EXPECT_THAT(error_of("{\"version\": 1}"), HasSubstr("not a facts file"));
  std::string bytes = encode(TuFacts{});
  const std::string reads = "; this pool-audit reads version " + std::to_string(kDiskVersion) +
                            "." + std::to_string(disk::kSchema) + "; run extract again";
  std::string newer = bytes;
  newer[8] = static_cast<char>(kDiskVersion + 1);
  EXPECT_THAT(error_of(newer), testing::StartsWith("facts file of format version " +
                                                   std::to_string(kDiskVersion + 1) + "."));
  EXPECT_THAT(error_of(newer), testing::EndsWith(reads));
  std::string other_fields = bytes;
  other_fields[12] = static_cast<char>(other_fields[12] + 1);
  EXPECT_THAT(error_of(other_fields), testing::EndsWith(reads));
  EXPECT_THAT(error_of(bytes + "x"), HasSubstr("its header says"));
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  EXPECT_THAT(error_of(bytes), HasSubstr("checksum"));
}

TEST(Disk, EveryFlippedByteIsAnError) {
  const std::string bytes = encode(sample());
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (const int bit : {0x01, 0x80, 0xFF}) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ bit);
      ASSERT_FALSE(decode(damaged)) << "byte " << i;
      ASSERT_FALSE(FactsReader::open(damaged)) << "byte " << i;
    }
  }
}

TEST(Disk, EveryTruncationIsAnError) {
  const std::string bytes = encode(sample());
  for (size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(decode(std::string_view(bytes).substr(0, size))) << size;
  }
}

// A file whose checksum has been made to fit is read like any other: what comes out holds the
// invariants, or is an error.
TEST(Disk, ForgedFilesAreAnErrorOrValid) {
  RandomShape shape;
  shape.declarations = 2;
  shape.graphs = 2;
  size_t accepted = 0;
  for (uint64_t seed = 0; seed < 8; ++seed) {
    const bool compress = seed % 4 == 3;
    const std::string bytes = disk::encode_with(random_facts(seed, shape), {compress, 1, 256});
    for (size_t i = 8; i < bytes.size(); ++i) {
      std::string forged = bytes;
      forged[i] = static_cast<char>(forged[i] ^ (1 << ((i + seed) % 8)));
      disk::seal(forged);
      const Result<TuFacts> facts = decode(forged);
      if (!facts) continue;
      ++accepted;
      const auto valid = validate(*facts);
      ASSERT_TRUE(valid) << "seed " << seed << " byte " << i << ": " << valid.error().message;
    }
  }
  EXPECT_GT(accepted, 100U) << "forgeries that get past the checksum are what this test is about";
}

TEST(Disk, ForgedSizesDoNotAllocate) {
  const std::string bytes = encode(sample());
  for (uint32_t section = 0; section < disk::kSectionCount; ++section) {
    for (const size_t field : {size_t{8}, size_t{16}}) {  // stored size, raw size
      std::string forged = bytes;
      const size_t at = disk::kHeaderSize + section * disk::kSectionEntrySize + field;
      for (size_t i = 0; i < 7; ++i) forged[at + i] = '\xFF';
      disk::seal(forged);
      // The graphs' raw size says nothing: each group has its own.
      if (section == static_cast<uint32_t>(disk::Section::graphs) && field == 16) continue;
      EXPECT_FALSE(decode(forged)) << section << " " << field;
    }
  }
}

// Decoding allocates in proportion to the file. Facts that compress better than that allows are
// stored as they are.
TEST(Disk, RepetitiveFactsStayReadable) {
  TuFacts facts;
  facts.diagnostics.resize((disk::kDecodeFloor / sizeof(Diagnostic)) * 2);
  const std::string bytes = encode(facts);
  EXPECT_GT(bytes.size(), facts.diagnostics.size());
  const Result<TuFacts> back = decode(bytes);
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(*back, facts);
}

TEST(Disk, FactsThatHoldNoInvariantAreRefusedByName) {
  TuFacts facts;
  facts.variables.emplace_back().id = Symbol("v");
  facts.variables[0].type = 9;
  EXPECT_THAT(error_of(encode(facts)), HasSubstr("variable 'v' has a type beyond the 1"));
}

// ---- the lazy reader ---------------------------------------------------------------------------

FactsReader opened(std::string bytes) {
  Result<FactsReader> reader = FactsReader::open(std::move(bytes));
  EXPECT_TRUE(reader) << reader.error().to_string();
  return std::move(*reader);
}

TEST(FactsReader, HasDeclarationsAtOnceAndGraphsOnDemand) {
  TuFacts facts;
  for (uint64_t seed = 0; facts.graphs.size() < 2; ++seed) facts = random_facts(seed);
  for (const size_t group_size : {size_t{1}, disk::kGroupSize}) {
    EncodeOptions options;
    options.group_size = group_size;
    FactsReader reader = opened(disk::encode_with(facts, options));
    TuFacts declarations = facts;
    declarations.graphs.clear();
    EXPECT_EQ(reader.declarations(), declarations);
    ASSERT_EQ(reader.graph_ids().size(), facts.graphs.size());
    if (group_size == 1) {
      reader.forget_declarations();
      EXPECT_EQ(reader.declarations(), TuFacts{});
    }
    for (size_t i = facts.graphs.size(); i-- > 0;) {
      EXPECT_EQ(reader.graph_ids()[i], facts.graphs[i].function);
      const Result<FlowGraph> graph = reader.graph(i);
      ASSERT_TRUE(graph) << graph.error().to_string();
      EXPECT_EQ(*graph, facts.graphs[i]);
    }
    const Result<FlowGraph> none = reader.graph(facts.graphs.size());
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().message, HasSubstr("there is no graph"));
  }
}

TEST(FactsReader, CanBeMoved) {
  const TuFacts facts = sample();
  FactsReader first = opened(encode(facts));
  FactsReader second = std::move(first);
  const Result<FlowGraph> graph = second.graph(0);
  ASSERT_TRUE(graph) << graph.error().to_string();
  EXPECT_EQ(*graph, facts.graphs[0]);
}

TEST(FactsReader, ServesThreadsAtOnce) {
  TuFacts facts;
  facts.types.push_back({});
  RandomShape shape;
  shape.types = 0;
  for (uint64_t seed = 0; facts.graphs.size() < 64; ++seed) {
    for (FlowGraph& graph : random_facts(seed, shape).graphs) {
      graph.function = Symbol("f" + std::to_string(1000 + facts.graphs.size()));
      facts.graphs.push_back(std::move(graph));
    }
  }
  EncodeOptions options;
  options.group_size = 2000;
  const FactsReader reader = opened(disk::encode_with(facts, options));
  std::vector<std::thread> threads;
  std::vector<size_t> wrong(4, 0);
  for (size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < facts.graphs.size(); ++i) {
        const size_t index = (i * (2 * t + 1) + t) % facts.graphs.size();
        const Result<FlowGraph> graph = reader.graph(index);
        if (!graph || !(*graph == facts.graphs[index])) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(wrong, testing::Each(0U));
}

}  // namespace
}  // namespace pool_audit::facts
