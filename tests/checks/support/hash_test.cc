#include "checks/support/hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace pool_audit {
namespace {

// Digests are keys of caches on disk: they must not change with the library.
TEST(Hash, IsXxh3) {
  EXPECT_EQ(hash64(""), 0x2d06800538d394c2U);
  EXPECT_EQ(digest_of("").hex(), "99aa06d3014798d86001c324468d497f");
}

TEST(Hash, HexHasThirtyTwoDigitsHighFirst) {
  EXPECT_EQ((Digest{0x1, 0xabc}).hex(), "00000000000000010000000000000abc");
  EXPECT_EQ(Digest{}.hex(), std::string(32, '0'));
}

TEST(Hash, EveryByteAndTheLengthCount) {
  const std::string text(300, 'a');
  std::set<Digest> digests = {digest_of(text)};
  std::set<uint64_t> hashes = {hash64(text)};
  for (size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = 'b';
    EXPECT_TRUE(digests.insert(digest_of(other)).second) << i;
    EXPECT_TRUE(hashes.insert(hash64(other)).second) << i;
    EXPECT_TRUE(digests.insert(digest_of(text.substr(0, i))).second) << i;
  }
}

TEST(Hash, CombiningDependsOnTheOrder) {
  const Digest a = digest_of("a");
  const Digest b = digest_of("b");
  EXPECT_NE(combine(a, b), combine(b, a));
  EXPECT_EQ(combine(a, b), combine(a, b));
  EXPECT_NE(combine(a, a), a);
  EXPECT_NE(combine(a, Digest{}), a);
}

TEST(Hash, DigestsAreOrderedByTheirHighHalfFirst) {
  EXPECT_LT((Digest{1, 9}), (Digest{2, 0}));
  EXPECT_LT((Digest{1, 0}), (Digest{1, 1}));
}

}  // namespace
}  // namespace pool_audit
