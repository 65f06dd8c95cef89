#include "checks/analysis/object_flow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

TEST(ObjectFlow, PutOnTheOnlyPath) {
  EXPECT_EQ(show(follow(R"(
  local o: Obj*
  block 0 entry:
    t0 = call get_one(): Obj*
    o = t0
    call puts_back(o)
    end o
    -> 1
  block 1 exit
)")),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlow, EarlyReturnLosesIt) {
  EXPECT_EQ(show(follow(R"(
  local o: Obj*
  block 0 entry:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    return
    end o
    returns -> 3
  block 2:
    call puts_back(o)
    end o
    -> 3
  block 3 exit
)",
                        "c: bool")),
            "some_paths puts 201 misses 101: put on some paths only");
}

}  // namespace
}  // namespace pool_audit::analysis
