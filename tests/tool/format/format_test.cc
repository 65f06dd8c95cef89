// clang-format on what was changed, by the nearest style of the project, and on nothing else.
#include "tool/format/format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "checks/support/scratch_folder.h"

namespace pool_audit::format {
namespace {

using testing::HasSubstr;

constexpr const char* kText = "int  a;\nint  b;\nint  c;\n";

class Format : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = root_ + "/" + name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  // With the second line changed.
  Formatted of(const std::string& name, const std::string& text = kText) {
    return formatted(root_, root_ + "/" + name, text, {{10, 14}});
  }

  ScratchFolder scratch_;
  std::string root_ = scratch_.path() + "/project";
};

TEST_F(Format, ChangedStatementsAlone) {
  write(".clang-format", "BasedOnStyle: LLVM\n");
  EXPECT_EQ(of("a.cc").text, "int  a;\nint b;\nint  c;\n");
  EXPECT_EQ(of("src/deep/a.cc").text, "int  a;\nint b;\nint  c;\n");
}

TEST_F(Format, LineEndsOfWindowsStay) {
  write(".clang-format", "BasedOnStyle: LLVM\n");
  EXPECT_EQ(of("a.cc", "int  a;\r\nint  b;\r\nint  c;\r\n").text,
            "int  a;\r\nint b;\r\nint  c;\r\n");
}

TEST_F(Format, NothingWithoutAStyle) {
  write("a.cc", kText);
  EXPECT_EQ(of("a.cc").text, kText);
  EXPECT_EQ(of("a.cc").problem, "");
}

TEST_F(Format, NothingByAStyleOutsideOfTheProject) {
  write("../.clang-format", "BasedOnStyle: LLVM\n");
  write("a.cc", kText);
  EXPECT_EQ(of("a.cc").text, kText);
}

TEST_F(Format, TheNearestStyleCounts) {
  write(".clang-format", "BasedOnStyle: LLVM\n");
  write("src/.clang-format", "DisableFormat: true\n");
  EXPECT_EQ(of("src/a.cc").text, kText);
}

TEST_F(Format, ABrokenStyleIsSpokenOf) {
  write(".clang-format", "BasedOnStyle: [\n");
  EXPECT_EQ(of("a.cc").text, kText);
  EXPECT_THAT(of("a.cc").problem, HasSubstr(".clang-format cannot be used"));
  EXPECT_THAT(of("a.cc").problem, testing::Not(HasSubstr(root_)));
}

}  // namespace
}  // namespace pool_audit::format
