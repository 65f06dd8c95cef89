#include "checks/support/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace pool_audit {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Files : public testing::Test {
 protected:
  Files() {
    std::string name = (fs::temp_directory_path() / "files_test.XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Files() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] size_t count() const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

 private:
  fs::path folder_;
};

TEST_F(Files, WhatIsWrittenIsRead) {
  using namespace std::string_literals;
  for (const std::string& bytes : {""s, "text\n"s, "\0\xFF\r\n"s, std::string(300000, 'x')}) {
    ASSERT_TRUE(write_file_atomically(path("file"), bytes));
    const Result<std::string> back = read_file(path("file"));
    ASSERT_TRUE(back) << back.error().to_string();
    EXPECT_EQ(*back, bytes);
    EXPECT_EQ(count(), 1U) << "only the file itself stays";
  }
}

TEST_F(Files, ReadingFailsWithTheNameAndTheReason) {
  const Result<std::string> missing = read_file(path("missing"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().file, path("missing"));
  EXPECT_THAT(missing.error().message, HasSubstr("No such file"));

  const Result<std::string> folder = read_file(path(""));
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().message, HasSubstr("is a folder"));
}

// Such files say that they are 0 bytes long.
TEST_F(Files, ReadsFilesWhoseSizeIsNotKnownBefore) {
  const Result<std::string> status = read_file("/proc/self/status");
  ASSERT_TRUE(status) << status.error().to_string();
  EXPECT_THAT(*status, HasSubstr("Pid:"));
}

TEST_F(Files, WritingIntoNoFolderFails) {
  const Result<void> written = write_file_atomically(path("no/file"), "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().file, path("no/file"));
  EXPECT_THAT(written.error().message, HasSubstr("No such file"));
}

TEST_F(Files, WritingOverAFolderFailsAndLeavesNothing) {
  fs::create_directory(path("folder"));
  ASSERT_FALSE(write_file_atomically(path("folder"), "x"));
  EXPECT_EQ(count(), 1U);
}

// A limit on the size of files fails a write half-way, as a full disk does.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_F(Files, AWriteThatFailsHalfWayLeavesTheOldFile) {
  ASSERT_TRUE(write_file_atomically(path("file"), "old"));
  Result<void> written;
  {
    const FileSizeLimit limit(4096);
    written = write_file_atomically(path("file"), std::string(100000, 'n'));
  }
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().file, path("file"));
  EXPECT_THAT(written.error().message, HasSubstr("cannot write the file: "));
  EXPECT_EQ(read_file(path("file")).value(), "old");
  EXPECT_EQ(count(), 1U) << "the half-written file is gone";
}

TEST_F(Files, AFileKeepsItsPermissions) {
  ASSERT_TRUE(write_file_atomically(path("file"), "old"));
  for (const auto mode : {fs::perms{0640}, fs::perms{0755}}) {
    fs::permissions(path("file"), mode);
    ASSERT_TRUE(write_file_atomically(path("file"), "new"));
    EXPECT_EQ(fs::status(path("file")).permissions(), mode);
  }
}

TEST_F(Files, ReadersNeverSeeHalfAFile) {
  const std::string a(200000, 'a');
  const std::string b(100000, 'b');
  ASSERT_TRUE(write_file_atomically(path("file"), a));
  std::vector<std::thread> writers;
  for (const std::string* bytes : {&a, &b}) {
    writers.emplace_back([this, bytes] {
      for (int i = 0; i < 50; ++i) EXPECT_TRUE(write_file_atomically(path("file"), *bytes));
    });
  }
  for (int i = 0; i < 200; ++i) {
    const Result<std::string> seen = read_file(path("file"));
    ASSERT_TRUE(seen) << seen.error().to_string();
    EXPECT_TRUE(*seen == a || *seen == b) << seen->size();
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(count(), 1U);
}

}  // namespace
}  // namespace pool_audit
