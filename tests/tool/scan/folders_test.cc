#include "tool/scan/folders.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/tool/load/temp_tree.h"

namespace pool_audit::scan {
namespace {

TEST(Folders, FindsFilesThroughFoldersDotsAndLinks) {
  const test::TempTree tree;
  tree.write("inc/sys/x.h");
  tree.write("y.h");
  tree.link("inc", "link");
  tree.link("../y.h", "inc/z.h");
  Folders folders;
  Folder* inc = folders.folder(tree.path("inc"));
  ASSERT_NE(inc, nullptr);
  const auto found = [&](std::string_view name) {
    const FileId file = folders.find(inc, name);
    return file == kNoFile ? "" : folders.path(file);
  };
  EXPECT_EQ(found("sys/x.h"), tree.path("inc/sys/x.h"));
  EXPECT_EQ(found("./sys//x.h"), tree.path("inc/sys/x.h"));
  EXPECT_EQ(found("sys/../../y.h"), tree.path("y.h"));
  EXPECT_EQ(found("z.h"), tree.path("y.h"));
  EXPECT_EQ(found(tree.path("y.h")), tree.path("y.h"));
  EXPECT_EQ(folders.folder(tree.path("link")), inc);
  EXPECT_EQ(folders.folder_of(folders.find(inc, "sys/x.h")), folders.folder(tree.path("inc/sys")));
}

TEST(Folders, OneFileHasOneNumber) {
  const test::TempTree tree;
  tree.write("a/x.h");
  tree.link("a", "b");
  Folders folders;
  Folder* root = folders.folder(tree.root());
  EXPECT_EQ(folders.find(root, "a/x.h"), folders.find(root, "b/x.h"));
  EXPECT_EQ(folders.find(root, "a/x.h"), folders.file(tree.path("a/x.h")));
}

TEST(Folders, WhatIsNotARegularFileIsNotFound) {
  const test::TempTree tree;
  tree.folder("folder.h");
  tree.link("nowhere", "dangling.h");
  tree.write("x.h");
  ASSERT_EQ(::mkfifo(tree.path("pipe.h").c_str(), 0600), 0);
  Folders folders;
  Folder* root = folders.folder(tree.root());
  for (const char* name : {"folder.h", "dangling.h", "pipe.h", "missing.h", "missing/x.h",
                           "x.h/y.h", "x.h/../x.h", "", "/", "..", "."}) {
    EXPECT_EQ(folders.find(root, name), kNoFile) << name;
  }
  EXPECT_EQ(folders.folder(tree.path("missing")), nullptr);
  EXPECT_EQ(folders.folder("relative"), nullptr);
  EXPECT_EQ(folders.folder(""), nullptr);
}

}  // namespace
}  // namespace pool_audit::scan
