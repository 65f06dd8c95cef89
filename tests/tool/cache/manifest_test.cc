#include "tool/cache/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tool/cache/codec.h"

namespace pool_audit::cache {
namespace {

using ::testing::HasSubstr;

Manifest example() {
  Manifest manifest;
  manifest.alternatives.push_back(
      {digest_of("r1"),
       {{"src/a.cc", {1, 2}}, {"src/a.h", {3, 4}}, {"/usr/include/stdio.h", {5, 6}}},
       {"src/config.h"}});
  manifest.alternatives.push_back(
      {digest_of("r2"), {{"src/a.cc", {1, 2}}, {"src/a.h", {30, 40}}}, {}});
  manifest.alternatives.push_back({digest_of("r3"), {}, {"b", "a"}});
  return manifest;
}

TEST(Manifest, ComesBackAsItWas) {
  for (const Manifest& manifest : {Manifest{}, example()}) {
    const auto decoded = decode_manifest(encode_manifest(manifest));
    ASSERT_TRUE(decoded.has_value()) << decoded.error().to_string();
    EXPECT_EQ(*decoded, manifest);
  }
}

TEST(Manifest, SharesPathsAndFilesAmongAlternatives) {
  Manifest manifest;
  for (uint64_t i = 0; i < 8; ++i) {
    Alternative& alternative = manifest.alternatives.emplace_back();
    alternative.result = {i, i};
    for (uint64_t k = 0; k < 500; ++k) {
      alternative.files.push_back(
          {"/usr/include/some/library/header_" + std::to_string(k) + ".h", {k == 0 ? i : 0, k}});
    }
  }
  EXPECT_LT(encode_manifest(manifest).size(), 500U * 25 + 8 * 500 * 2 + 1000);
}

TEST(Manifest, EveryShorterOneIsDamaged) {
  const std::string good = encode_manifest(example());
  for (size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(decode_manifest(good.substr(0, length)).has_value()) << length;
  }
  EXPECT_FALSE(decode_manifest(good + "x").has_value());
}

// A path table with the given entries, then whatever follows.
std::string with_paths(const std::vector<std::pair<uint64_t, std::string>>& entries) {
  ByteWriter out;
  out.bytes("pamanif1");
  out.count(entries.size());
  for (const auto& [shared, rest] : entries) {
    out.count(shared);
    out.count(rest.size());
    out.bytes(rest);
  }
  out.count(0);
  out.count(0);
  return out.take();
}

TEST(Manifest, RefusesWhatItNeverWrites) {
  EXPECT_TRUE(decode_manifest(with_paths({{0, "a"}, {1, "b"}})).has_value());
  EXPECT_FALSE(decode_manifest(with_paths({{1, "a"}})).has_value());
  EXPECT_FALSE(decode_manifest(with_paths({{0, "b"}, {0, "a"}})).has_value());
  EXPECT_FALSE(decode_manifest(with_paths({{0, "a"}, {0, "a"}})).has_value());
  EXPECT_FALSE(decode_manifest(with_paths({{0, std::string("a\0b", 3)}})).has_value());
  const std::string long_path(65'000, 'x');
  EXPECT_FALSE(decode_manifest(with_paths({{0, long_path}, {65'000, long_path}})).has_value());
}

TEST(Manifest, SharedBeginningsCannotUnfoldToAnySize) {
  // 65 KB and then a few bytes for each further 60 KB.
  std::vector<std::pair<uint64_t, std::string>> entries = {{0, std::string(60'000, 'a')}};
  for (int i = 0; i < 3000; ++i) {
    const std::string counter = std::to_string(10'000 + i);
    entries.emplace_back(i == 0 ? 60'000 : 60'000, counter);
  }
  const auto decoded = decode_manifest(with_paths(entries));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_THAT(decoded.error().message, HasSubstr("impossible length"));
}

TEST(Manifest, RepeatedReferencesCannotUnfoldToAnySize) {
  ByteWriter out;
  out.bytes("pamanif1");
  out.count(1);
  out.count(0);
  out.count(60'000);
  out.bytes(std::string(60'000, 'a'));
  out.count(0);
  out.count(1);
  out.digest({1, 1});
  out.count(0);
  out.count(100'000);
  for (int i = 0; i < 100'000; ++i) out.count(0);
  const auto decoded = decode_manifest(out.out());
  ASSERT_FALSE(decoded.has_value());
  EXPECT_THAT(decoded.error().message, HasSubstr("too large"));
}

TEST(Codec, CountsHaveOneForm) {
  for (const uint64_t value : {uint64_t{0}, uint64_t{1}, uint64_t{127}, uint64_t{128},
                               uint64_t{16'383}, uint64_t{1} << 62, UINT64_MAX}) {
    ByteWriter out;
    out.count(value);
    ByteReader in(out.out());
    EXPECT_EQ(in.count(), value);
    EXPECT_TRUE(in.good());
    EXPECT_EQ(in.left(), 0U);
  }
  for (const std::string& bad :
       {std::string("\x80\x00", 2), std::string(10, '\xff'), std::string("\x80"), std::string(),
        std::string(9, '\xff') + "\x02"}) {
    ByteReader in(bad);
    (void)in.count();
    EXPECT_FALSE(in.good());
  }
}

TEST(Seeds, AreReadAsTheirNamesSay) {
  size_t good = 0;
  size_t bad = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/tool/cache/seeds/manifest")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const bool expected = entry.path().filename().string().starts_with("good");
    EXPECT_EQ(decode_manifest(bytes).has_value(), expected) << entry.path();
    ++(expected ? good : bad);
  }
  EXPECT_GE(good, 2U);
  EXPECT_GE(bad, 2U);
}

}  // namespace
}  // namespace pool_audit::cache
