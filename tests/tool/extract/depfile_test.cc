#include "tool/extract/depfile.h"

#include <gtest/gtest.h>

namespace pool_audit::extract_stage {
namespace {

TEST(Depfile, NamesEveryFileAndForgivesRemovedHeaders) {
  EXPECT_EQ(depfile_text("out/a.facts", {"/src/a.cc", "/src/a.h", "b.h"}),
            "out/a.facts: \\\n  /src/a.cc \\\n  /src/a.h \\\n  b.h\n"
            "/src/a.h:\n"
            "b.h:\n");
}

TEST(Depfile, WritesNamesAsMakeReadsThem) {
  EXPECT_EQ(depfile_text("a b", {"c d#e$f", "g\\h", "i\\ j"}),
            "a\\ b: \\\n  c\\ d\\#e$$f \\\n  g\\h \\\n  i\\\\\\ j\n"
            "g\\h:\n"
            "i\\\\\\ j:\n");
}

TEST(Depfile, LeavesOutWhatCannotBeWritten) {
  EXPECT_EQ(depfile_text("t", {"a.cc", "b\nc.h", ""}), "t: \\\n  a.cc\n");
  EXPECT_EQ(depfile_text("t", {}), "t:\n");
}

}  // namespace
}  // namespace pool_audit::extract_stage
