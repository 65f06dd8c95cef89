#include "checks/analysis/hints.h"

#include <gtest/gtest.h>

#include <string>

namespace pool_audit::analysis {
namespace {

TEST(Hints, WordsAnywhereWhateverTheCase) {
  for (const char* name :
       {"ObjectPool",      "freelist",      "m_freeList", "FREE_LIST",   "recycleNode",
        "reuse_",          "spareNodes",    "m_unused",   "unusedNodes", "available_",
        "idleConnections", "stash_",        "SlabHead",   "magazine",    "lookaside",
        "packetCache",     "borrowObject",  "acquire",    "try_acquire", "checkout",
        "obtain",          "scratchBuffer", "leaseTime",  "releaseLease"}) {
    EXPECT_TRUE(is_hint(name)) << name;
  }
}

TEST(Hints, FreeNextToSomethingThatIsListed) {
  for (const char* name :
       {"m_firstFree", "freeNodes", "free_head", "nextFree", "freeObjs", "firstfree",
        "freeSlotIndex", "FreeBlocks", "chunks_free", "next_free", "freeItems", "m_freeHandleStack",
        "free_object_ids", "free_packets", "m_free", "m_free_"}) {
    EXPECT_TRUE(is_hint(name)) << name;
  }
}

TEST(Hints, RentAndLoanAreWholeParts) {
  for (const char* name :
       {"Rent", "rentBuffer", "rent_buffer", "loanedSample", "HTTPLoan", "m_stock"}) {
    EXPECT_TRUE(is_hint(name)) << name;
  }
  for (const char* name : {"parent", "current", "concurrent", "different", "PARENT", "currently",
                           "Brentano", "downloaned", "stockings"}) {
    EXPECT_FALSE(is_hint(name)) << name;
  }
}

TEST(Hints, OtherWordsThatContainOne) {
  for (const char* name : {"release",
                           "Release",
                           "released",
                           "autorelease",
                           "please",
                           "transparent",
                           "isTransparency",
                           "free",
                           "freeifaddrs",
                           "freeaddrinfo",
                           "xfree",
                           "free_all",
                           "list",
                           "node",
                           "",
                           "x",
                           "cacheline_aligned",
                           "__rte_cache_aligned",
                           "validLength",
                           "unavailable",
                           "EADDRNOTAVAIL",
                           "reuseAddress",
                           "mutex_acquire",
                           "node_free",
                           "free_process",
                           "free_packet",
                           "frees",
                           "list_free",
                           "g_list_free_full",
                           "CACHE_LINE_SIZE"}) {
    EXPECT_FALSE(is_hint(name)) << name;
  }
}

TEST(Hints, NamesOfLibrariesAndCompilers) {
  for (const char* name :
       {"memory_order_acquire", "__ATOMIC_ACQUIRE", "maybe_unused", "__unused__", "__unused",
        "UNUSED", "Q_UNUSED", "SO_REUSEADDR", "in_avail", "g_list_free", "warn_unused_result",
        "TORRENT_UNUSED", "__rte_unused", "ATS_UNUSED_RETURN", "avail_in", "malloc_usable_size"}) {
    EXPECT_FALSE(is_hint(name)) << name;
  }
}

TEST(Hints, VeryLongNamesAreCut) {
  EXPECT_TRUE(is_hint("pool" + std::string(100'000, 'a')));
  EXPECT_FALSE(is_hint(std::string(100'000, 'a') + "pool"));
}

TEST(Hints, TheWordIsTold) {
  EXPECT_EQ(hint_word("RecyclerOfThings"), "recycl");
  EXPECT_EQ(hint_word("firstFree"), "free");
}

}  // namespace
}  // namespace pool_audit::analysis
