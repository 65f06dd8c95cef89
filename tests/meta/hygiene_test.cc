// What every file of the repository has to keep to, whatever is in it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/meta/repository.h"

namespace pool_audit::meta {
namespace {

constexpr size_t kLongestFile = 600;

bool is_code(const std::string& path) {
  return is_cpp(path) || has_suffix(path, {".py", ".cmake", ".sh", ".bzl", "CMakeLists.txt"}) ||
         (path.starts_with("scripts/") && path.find('.') == std::string::npos);
}

// Text in which an address or a path of somebody's machine would be a mistake. Binary seeds of the
// fuzzers are not text.
bool is_text(const std::string& content) {
  return content.find('\0') == std::string::npos;
}

class Hygiene : public testing::Test {
 protected:
  void SetUp() override { ASSERT_FALSE(files_.empty()) << "these tests need a git checkout"; }
  const std::vector<std::string> files_ = repository_files();
};

TEST_F(Hygiene, FilesAreShortEnoughToRead) {
  for (const std::string& file : files_) {
    if (!is_code(file) || is_test_data(file)) continue;
    EXPECT_LE(lines_of(read(file)).size(), kLongestFile)
        << file << ": look for the second thing inside it and give that its own file";
  }
}

TEST_F(Hygiene, NoPathOfOneMachineAndNoRegistryHost) {
  // Written in two halves, so that this file does not find itself.
  const std::vector<std::string> forbidden = {
      std::string("/wo") + "rk/",          std::string("/ho") + "me/runner",
      std::string("deb.deb") + "ian.org",  std::string("security.deb") + "ian.org",
      std::string("snapshot.deb") + "ian", std::string("registry.np") + "mjs",
      std::string("apt.ll") + "vm.org",    std::string("pypi") + ".org",
  };
  for (const std::string& file : files_) {
    const std::string content = read(file);
    if (!is_text(content)) continue;
    const auto lines = lines_of(content);
    for (size_t number = 0; number < lines.size(); ++number) {
      for (const std::string& word : forbidden) {
        const size_t at = lines[number].find(word);
        if (at == std::string::npos) continue;
        // "framework/x" and "net/work/" are not that folder.
        if (word.starts_with("/") && at > 0 &&
            (isalnum(static_cast<unsigned char>(lines[number][at - 1])) != 0 ||
             lines[number][at - 1] == '_' || lines[number][at - 1] == '}')) {
          continue;
        }
        ADD_FAILURE() << file << ':' << number + 1 << ": names '" << word
                      << "', which holds on one machine only";
      }
    }
  }
}

TEST_F(Hygiene, SourcesAreFormatted) {
  std::string command = "clang-format-22 --dry-run -Werror --";
  for (const std::string& file : files_) {
    if (is_cpp(file) && !is_test_data(file)) command += " '" + file + "'";
  }
  const Output output = run(command);
  EXPECT_EQ(output.exit_code, 0) << "run scripts/format; it would change:\n" << output.text;
}

TEST_F(Hygiene, ScriptsRunAndStopAtTheFirstError) {
  for (const std::string& file : files_) {
    const std::string content = read(file);
    if (!content.starts_with("#!")) continue;
    EXPECT_EQ(run("test -x '" + file + "'").exit_code, 0) << file << ": chmod +x";
    if (content.starts_with("#!/usr/bin/env bash")) {
      const Output syntax = run("bash -n '" + file + "'");
      EXPECT_EQ(syntax.exit_code, 0) << syntax.text;
      EXPECT_TRUE(content.find("set -euo pipefail") != std::string::npos ||
                  content.find("/lib.sh\"") != std::string::npos)
          << file << ": set -euo pipefail";
    }
  }
}

TEST_F(Hygiene, HeadersHaveAPurposeLine) {
  for (const std::string& file : files_) {
    if (!has_suffix(file, {".h"}) || is_test_data(file)) continue;
    const std::string content = read(file);
    EXPECT_TRUE(content.starts_with("//") || content.starts_with("/*"))
        << file << ": opens with its purpose";
  }
}

}  // namespace
}  // namespace pool_audit::meta
