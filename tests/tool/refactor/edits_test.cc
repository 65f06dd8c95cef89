// Edits become text: order, overlap, files that are reached in two ways.
#include "tool/refactor/edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "checks/support/scratch_folder.h"

namespace pool_audit::refactor {
namespace {

using inventory::Edit;
using testing::HasSubstr;

class Edits : public testing::Test {
 protected:
  void SetUp() override { write("a.cc", "one two three\nfour\n"); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(scratch_.path() + "/" + name, std::ios::binary) << text;
  }
  // Line 1, columns from and to.
  static Edit edit(uint32_t from, uint32_t to, std::string text, const std::string& file = "a.cc") {
    return {{file, 1, from, 1, to, ""}, std::move(text)};
  }
  std::string after(const std::string& name = "a.cc") {
    const Changes changes = set_.changes();
    const auto found = changes.find(scratch_.path() + "/" + name);
    return found == changes.end() ? "unchanged" : found->second.after;
  }
  void add(std::vector<Edit> edits) {
    const auto added = set_.add(edits);
    EXPECT_TRUE(added) << added.error().to_string();
  }
  std::string refused(std::vector<Edit> edits) {
    const auto added = set_.add(edits);
    return added ? "added" : added.error().to_string();
  }

  ScratchFolder scratch_;
  EditSet set_{scratch_.path()};
};

TEST_F(Edits, ReplaceInsertAndDelete) {
  add({edit(9, 14, "3"), edit(1, 4, ""), edit(5, 5, "and ")});
  EXPECT_EQ(after(), " and two 3\nfour\n");
}

TEST_F(Edits, InsertionsAtOnePlaceKeepTheirOrderInFrontOfAReplacement) {
  add({edit(5, 8, "2"), edit(5, 5, "a"), edit(5, 5, "b")});
  add({edit(8, 8, "!")});
  EXPECT_EQ(after(), "one ab2! three\nfour\n");
}

TEST_F(Edits, EqualEditsOfSeveralGroupsAreOne) {
  add({edit(1, 4, "1"), edit(5, 5, "x")});
  add({edit(1, 4, "1"), edit(5, 5, "x")});
  EXPECT_EQ(after(), "1 xtwo three\nfour\n");
}

TEST_F(Edits, AGroupIsAddedAsAWholeOrNotAtAll) {
  add({edit(1, 8, "x")});
  EXPECT_EQ(refused({edit(9, 14, "3"), edit(5, 14, "y")}),
            "a.cc:1:5: another change is planned for the same text");
  EXPECT_EQ(refused({edit(3, 3, "y")}), "a.cc:1:3: another change is planned for the same text");
  EXPECT_EQ(after(), "x three\nfour\n");
}

TEST_F(Edits, WhatCannotBeEdited) {
  EXPECT_EQ(refused({{{"a.cc", 1, 1, 1, 2, "PUT"}, ""}}), "a.cc:1:1: comes out of the macro PUT");
  EXPECT_THAT(refused({edit(1, 2, "", "/etc/passwd")}), HasSubstr("not a file of the project"));
  EXPECT_THAT(refused({edit(1, 2, "", "absent.cc")}), HasSubstr("cannot be found"));
  EXPECT_THAT(refused({edit(1, 99, "")}), HasSubstr("not as it was when it was analysed"));
}

TEST_F(Edits, AFileBehindALinkIsOneFile) {
  std::filesystem::create_symlink("a.cc", scratch_.path() + "/b.cc");
  add({edit(1, 4, "1"), edit(1, 4, "1", "b.cc")});
  EXPECT_EQ(set_.changes().size(), 1U);
  EXPECT_EQ(after(), "1 two three\nfour\n");
}

TEST_F(Edits, NothingChangesNothing) {
  add({edit(1, 4, "one")});
  EXPECT_TRUE(set_.changes().empty());
}

}  // namespace
}  // namespace pool_audit::refactor
