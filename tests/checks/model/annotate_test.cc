// What the macros of the header say is what the reader of annotations understands.
#include "runtime/include/pool/annotate.h"

#include <gtest/gtest.h>

#include "checks/model/annotation.h"

namespace pool_audit::model {
namespace {

class POOL_POOL Pool {
 public:
  POOL_GET int* get() { return &value_; }
  POOL_PUT void put(int* /*object*/) {}
  POOL_RESET void reset() { value_ = 0; }

 private:
  POOL_NOT_A_POOL int value_ = 0;
};

TEST(AnnotateHeader, LeavesTheCodeAlone) {
  Pool pool;
  *pool.get() = 3;
  pool.put(pool.get());
  EXPECT_EQ(*pool.get(), 3);
  pool.reset();
  EXPECT_EQ(*pool.get(), 0);
}

#undef POOL_DETAIL_ANNOTATE
#define POOL_DETAIL_ANNOTATE(text) text

TEST(AnnotateHeader, IsUnderstood) {
  using Kind = AnnotationKind;
  EXPECT_EQ(*parse_annotation(POOL_GET), (Annotation{Kind::get, -1, -1}));
  EXPECT_EQ(*parse_annotation(POOL_GET_FROM(2)), (Annotation{Kind::get, -1, 2}));
  EXPECT_EQ(*parse_annotation(POOL_GET_OUT(1)), (Annotation{Kind::get, 1, -1}));
  EXPECT_EQ(*parse_annotation(POOL_GET_OUT_FROM(1, 0)), (Annotation{Kind::get, 1, 0}));
  EXPECT_EQ(*parse_annotation(POOL_PUT), (Annotation{Kind::put, -1, -1}));
  EXPECT_EQ(*parse_annotation(POOL_PUT_ARG(1)), (Annotation{Kind::put, 1, -1}));
  EXPECT_EQ(*parse_annotation(POOL_PUT_INTO(1, 0)), (Annotation{Kind::put, 1, 0}));
  EXPECT_EQ(*parse_annotation(POOL_RESET), (Annotation{Kind::reset, -1, -1}));
  EXPECT_EQ(*parse_annotation(POOL_RESET_ARG(0)), (Annotation{Kind::reset, 0, -1}));
  EXPECT_EQ(*parse_annotation(POOL_CONSUMES(3)), (Annotation{Kind::consumes, 3, -1}));
  EXPECT_EQ(parse_annotation(POOL_POOL)->kind, Kind::pool);
  EXPECT_EQ(parse_annotation(POOL_HANDLE)->kind, Kind::handle);
  EXPECT_EQ(parse_annotation(POOL_NOT_A_POOL)->kind, Kind::not_a_pool);
}

}  // namespace
}  // namespace pool_audit::model
