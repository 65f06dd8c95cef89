// The two protocols that order a plain store before a load by a barrier that another thread runs,
// in every order of their steps: the flag of a shard (shard.h) and the stash of a bounded pool
// (bounded_core.h). Each must hold, and must break when one line of it is taken out.
#include "tests/runtime/interleave.h"

#include <gtest/gtest.h>

namespace pool_test {
namespace {

// ---- the scheduler itself -----------------------------------------------------------------------

enum cell : std::size_t { kX, kY };

program store_then_load(world& all, std::size_t who, cell mine, cell other, bool fence, int& seen) {
  co_await turn{};
  all.cells.store(who, mine, 1);
  if (fence) all.cells.fence(who);
  co_await turn{};
  seen = all.cells.load(who, other);
}

exploration store_buffering(bool fence) {
  int seen[2] = {};
  return explore([&](world& all) {
    all.threads.push_back(store_then_load(all, 0, kX, kY, fence, seen[0]));
    all.threads.push_back(store_then_load(all, 1, kY, kX, fence, seen[1]));
    all.check = [&] { return seen[0] == 1 || seen[1] == 1; };
  });
}

TEST(Interleave, KnowsStoreBuffers) {
  EXPECT_GT(store_buffering(false).broken, 0U) << "both loads may miss both stores";
  const exploration fenced = store_buffering(true);
  EXPECT_EQ(fenced.broken, 0U);
  EXPECT_GE(fenced.orders, 6U);
}

program lock_and_add(world& all, std::size_t who) {
  co_await turn{kX};
  all.cells.exchange(who, kX, 1);
  co_await turn{};
  const int before = all.cells.load(who, kY);
  co_await turn{};
  all.cells.store(who, kY, before + 1);
  co_await turn{};
  all.cells.store(who, kX, 0);
}

TEST(Interleave, KnowsLocks) {
  const exploration result = explore([](world& all) {
    for (std::size_t who = 0; who < 3; ++who) all.threads.push_back(lock_and_add(all, who));
    all.check = [&all] { return all.cells.settled(kY) == 3; };
  });
  EXPECT_EQ(result.broken, 0U);
}

// ---- the flag of a shard ------------------------------------------------------------------------

namespace flag {

enum cell : std::size_t { kBusy, kCtl, kCount, kDepot };
enum bit : int { kHeld = 1, kAsked = 2, kFenced = 4 };

struct variant {
  bool barrier = true;        // the rotation runs it
  bool fenced = false;        // the owner orders for itself
  bool looks_at_ctl = true;   // the owner does
  bool looks_at_busy = true;  // the rotation does
  bool late_release = false;  // the owner is "not busy" before its contents are
};

// fast_put, and put_slow when ctl says so. The depot stands for everything behind its lock.
program put(world& all, variant how, int times) {
  constexpr std::size_t kMe = 0;
  memory& cells = all.cells;
  for (int at = 0; at < times; ++at) {
    co_await turn{};
    if (how.fenced) {
      cells.exchange(kMe, kBusy, 1);
    } else {
      cells.store(kMe, kBusy, 1);
    }
    co_await turn{};
    const int ctl = how.looks_at_ctl ? cells.load(kMe, kCtl) : 0;
    if ((ctl & kHeld) != 0) {
      cells.store(kMe, kBusy, 0);
      co_await turn{};
      cells.exchange(kMe, kDepot, cells.settled(kDepot) + 1);  // store_one, under the depot's lock
      continue;
    }
    if ((ctl & kAsked) != 0) {
      co_await turn{};
      cells.fetch_and(kMe, kCtl, ~kAsked);
      cells.exchange(kMe, kDepot, cells.settled(kDepot) + cells.load(kMe, kCount));  // flip_own
      cells.store(kMe, kCount, 0);
    }
    co_await turn{};
    const int count = cells.load(kMe, kCount);
    if (how.late_release) cells.store(kMe, kBusy, 0);
    co_await turn{};
    cells.store(kMe, kCount, count + 1);
    co_await turn{};
    cells.store(kMe, kBusy, 0);
  }
}

// sweep, of one shard.
program rotate(world& all, variant how, int times) {
  constexpr std::size_t kMe = 1;
  memory& cells = all.cells;
  for (int at = 0; at < times; ++at) {
    co_await turn{};
    cells.fetch_or(kMe, kCtl, kHeld);
    if (how.barrier) {
      co_await turn{};
      cells.barrier();
    }
    co_await turn{};
    if (!how.looks_at_busy || cells.load(kMe, kBusy) == 0) {
      co_await turn{};
      const int count = cells.load(kMe, kCount);
      co_await turn{};
      cells.store(kMe, kCount, 0);
      cells.exchange(kMe, kDepot, cells.settled(kDepot) + count);
      co_await turn{};
      cells.fetch_and(kMe, kCtl, ~(kHeld | kAsked));
    } else {
      co_await turn{};
      cells.fetch_or(kMe, kCtl, kAsked);
      co_await turn{};
      cells.fetch_and(kMe, kCtl, ~kHeld);
    }
  }
}

exploration run(variant how, int puts = 2, int rotations = 1, bool stop_at_broken = false) {
  const auto make = [=](world& all) {
    all.threads.push_back(put(all, how, puts));
    all.threads.push_back(rotate(all, how, rotations));
    // No object is lost, none is there twice.
    all.check = [&all, puts] {
      return all.cells.settled(kCount) + all.cells.settled(kDepot) == puts;
    };
  };
  return explore(make, stop_at_broken);
}

bool breaks(variant how) {
  return run(how, 2, 1, true).broken != 0;
}

}  // namespace flag

TEST(FlagProtocol, HoldsInEveryOrder) {
  const exploration result = flag::run({});
  EXPECT_EQ(result.broken, 0U);
  EXPECT_GT(result.orders, 1000U);
  EXPECT_EQ(flag::run({}, 1, 2).broken, 0U);
}

TEST(FlagProtocol, HoldsWithoutABarrierWhenTheOwnerFences) {
  EXPECT_EQ(flag::run({.barrier = false, .fenced = true}).broken, 0U);
}

TEST(FlagProtocol, NeedsEveryLine) {
  EXPECT_TRUE(flag::breaks({.barrier = false}));
  EXPECT_TRUE(flag::breaks({.looks_at_ctl = false}));
  EXPECT_TRUE(flag::breaks({.looks_at_busy = false}));
  EXPECT_TRUE(flag::breaks({.late_release = true}));
}

// ---- the stash of a bounded pool ----------------------------------------------------------------

namespace stash {

enum cell : std::size_t { kState, kSlot, kLock, kRing, kWaiting, kServed };
enum state : int { kOn, kTurning, kOff };

struct variant {
  bool barrier = true;
  bool fenced = false;      // the giver orders for itself
  bool looks_again = true;  // the giver does, after its store
  bool takes_by_exchange = true;
};

// bounded_core::give by a thread that has a stash.
program give(world& all, variant how) {
  constexpr std::size_t kMe = 0;
  memory& cells = all.cells;
  co_await turn{};
  bool slow = cells.load(kMe, kState) != kOn;
  if (!slow) {
    co_await turn{};
    cells.store(kMe, kSlot, 1);
    if (how.fenced) cells.fence(kMe);
    co_await turn{};
    if (!how.looks_again || cells.load(kMe, kState) == kOn) co_return;
    co_await turn{};
    slow = cells.exchange(kMe, kSlot, 0) != 0;
  }
  if (!slow) co_return;  // somebody has it already
  co_await turn{kLock};
  cells.exchange(kMe, kLock, 1);
  if (cells.load(kMe, kWaiting) != 0) {
    cells.store(kMe, kWaiting, 0);
    cells.store(kMe, kServed, 1);
  } else {
    cells.store(kMe, kRing, cells.load(kMe, kRing) + 1);
  }
  co_await turn{};
  cells.store(kMe, kLock, 0);
}

// take_or_enqueue by another thread, which finds nothing idle at first.
program take(world& all, std::size_t me, variant how, int& got) {
  memory& cells = all.cells;
  co_await turn{};
  cells.compare_exchange(me, kState, kOn, kTurning);
  if (how.barrier) {
    co_await turn{};
    cells.barrier();
  }
  co_await turn{kLock};
  cells.exchange(me, kLock, 1);
  if (cells.load(me, kState) == kTurning) cells.store(me, kState, kOff);
  co_await turn{};
  int stolen = 0;
  if (how.takes_by_exchange) {
    stolen = cells.exchange(me, kSlot, 0);
  } else {
    stolen = cells.load(me, kSlot);
    co_await turn{};
    cells.store(me, kSlot, 0);
  }
  const int idle = cells.load(me, kRing) + stolen;
  co_await turn{};
  if (idle != 0) {
    got += 1;
    cells.store(me, kRing, idle - 1);
  } else {
    cells.store(me, kWaiting, cells.load(me, kWaiting) + 1);
  }
  co_await turn{};
  cells.store(me, kLock, 0);
}

exploration run(variant how) {
  int got = 0;
  return explore([&](world& all) {
    got = 0;
    all.threads.push_back(give(all, how));
    all.threads.push_back(take(all, 1, how, got));
    // The one object is handed out once: nobody waits while it rests, nobody has a second one.
    all.check = [&] { return got + all.cells.settled(kServed) == 1; };
  });
}

}  // namespace stash

TEST(StashProtocol, HoldsInEveryOrder) {
  const exploration result = stash::run({});
  EXPECT_EQ(result.broken, 0U);
  EXPECT_GT(result.orders, 100U);
}

TEST(StashProtocol, HoldsWithoutABarrierWhenTheGiverFences) {
  EXPECT_EQ(stash::run({.barrier = false, .fenced = true}).broken, 0U);
}

TEST(StashProtocol, NeedsEveryLine) {
  EXPECT_GT(stash::run({.barrier = false}).broken, 0U);
  EXPECT_GT(stash::run({.looks_again = false}).broken, 0U);
  EXPECT_GT(stash::run({.takes_by_exchange = false}).broken, 0U);
}

}  // namespace
}  // namespace pool_test
