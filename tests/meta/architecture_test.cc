// Enforces the table of docs/ARCHITECTURE.md: a file includes only what its folder's row allows.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>

#include "tests/meta/repository.h"

namespace pool_audit::meta {
namespace {

// folder -> what it may include; "clang" stands for the headers of clang and LLVM.
using Table = std::map<std::string, std::set<std::string>>;

// The words in backquotes of one cell.
std::vector<std::string> quoted(const std::string& cell) {
  static const std::regex word("`([^`]+)`");
  std::vector<std::string> words;
  for (std::sregex_iterator it(cell.begin(), cell.end(), word), end; it != end; ++it) {
    words.push_back((*it)[1]);
  }
  return words;
}

Table read_table(const std::string& page) {
  static const std::regex row(R"(^\| `([^`]+)` \|(.*)\|$)");
  Table table;
  bool inside = false;
  for (const std::string& line : lines_of(page)) {
    if (line.starts_with("## ")) inside = line == "## Who may include whom";
    std::smatch match;
    if (!inside || !std::regex_match(line, match, row)) continue;
    const auto words = quoted(match[2]);
    table[match[1]] = {words.begin(), words.end()};
  }
  return table;
}

// The row that governs a path: that of the deepest folder around it.
std::optional<std::string> folder_of(const Table& table, const std::string& path) {
  for (std::filesystem::path at = std::filesystem::path(path).parent_path(); !at.empty();
       at = at.parent_path()) {
    if (table.contains(at.string())) return at.string();
  }
  return std::nullopt;
}

// What a row would have to allow for this #include line; nothing for the standard library, other
// libraries, and a header of the same folder.
std::optional<std::string> needed_by(const Table& table, const std::string& folder,
                                     const std::string& header) {
  static const std::regex clang(R"(^(clang|llvm|clang-c|clang-tidy|llvm-c)/.*)");
  if (std::regex_match(header, clang)) return "clang";
  static const std::regex ours(R"(^(runtime|checks|tool|tests|pool)/.*)");
  if (!std::regex_match(header, ours)) return std::nullopt;
  const std::string target = header.starts_with("pool/") ? "runtime" : [&] {
    return folder_of(table, header).value_or(header);
  }();
  if (target == folder) return std::nullopt;
  return target;
}

std::vector<std::string> includes_of(const std::string& path) {
  static const std::regex include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"].*)");
  std::vector<std::string> headers;
  for (const std::string& line : lines_of(read(path))) {
    std::smatch match;
    if (std::regex_match(line, match, include)) headers.push_back(match[1]);
  }
  return headers;
}

bool governed(const std::string& path) {
  return is_cpp(path) &&
         (path.starts_with("runtime/") || path.starts_with("checks/") || path.starts_with("tool/"));
}

class Architecture : public testing::Test {
 protected:
  const Table table_ = read_table(read("docs/ARCHITECTURE.md"));
  const std::vector<std::string> files_ = repository_files();
};

TEST_F(Architecture, TableIsThere) {
  ASSERT_FALSE(files_.empty()) << "these tests need a git checkout";
  EXPECT_GE(table_.size(), 10U) << "docs/ARCHITECTURE.md has lost its table";
}

TEST_F(Architecture, EverySourceFolderHasARow) {
  for (const std::string& file : files_) {
    if (!governed(file)) continue;
    EXPECT_TRUE(folder_of(table_, file).has_value())
        << file << ": its folder has no row in docs/ARCHITECTURE.md";
  }
}

TEST_F(Architecture, EveryRowNamesKnownFolders) {
  for (const auto& [folder, allowed] : table_) {
    for (const std::string& other : allowed) {
      EXPECT_TRUE(other == "clang" || table_.contains(other))
          << "the row of " << folder << " names " << other << ", which has no row of its own";
    }
  }
}

TEST_F(Architecture, EveryIncludeIsAllowed) {
  size_t seen = 0;
  for (const std::string& file : files_) {
    if (!governed(file)) continue;
    const auto folder = folder_of(table_, file);
    if (!folder) continue;
    for (const std::string& header : includes_of(file)) {
      ++seen;
      const auto needed = needed_by(table_, *folder, header);
      EXPECT_TRUE(!needed || table_.at(*folder).contains(*needed))
          << file << ": includes " << header << ", but docs/ARCHITECTURE.md does not let "
          << *folder << " see " << needed.value_or("");
    }
  }
  EXPECT_GT(seen, 50U) << "hardly any #include line was found: the pattern no longer fits";
}

// A test of a folder may use whatever it likes of the project, but must not drag clang into a part
// that is built without it.
TEST_F(Architecture, TestsSeeClangWhereTheirFolderDoes) {
  for (const std::string& file : files_) {
    if (!is_cpp(file) || !file.starts_with("tests/") || is_test_data(file)) continue;
    const auto folder = folder_of(table_, file.substr(std::string("tests/").size()));
    for (const std::string& header : includes_of(file)) {
      if (needed_by(table_, folder.value_or(""), header) != "clang") continue;
      EXPECT_TRUE(folder && table_.at(*folder).contains("clang"))
          << file << ": includes " << header << ", and what it tests may not";
    }
  }
}

bool reaches(const Table& table, const std::string& from, const std::string& to,
             std::set<std::string>& seen) {
  const auto row = table.find(from);
  if (row == table.end() || !seen.insert(from).second) return false;
  return row->second.contains(to) || std::ranges::any_of(row->second, [&](const std::string& next) {
           return reaches(table, next, to, seen);
         });
}

TEST_F(Architecture, TableHasNoCycle) {
  for (const auto& [folder, allowed] : table_) {
    std::set<std::string> seen;
    EXPECT_FALSE(reaches(table_, folder, folder, seen)) << folder << " depends on itself";
  }
}

TEST_F(Architecture, RuntimeSeesNeitherClangNorTheTool) {
  std::set<std::string> seen;
  EXPECT_FALSE(reaches(table_, "runtime", "clang", seen));
  EXPECT_TRUE(table_.at("runtime").empty());
  for (const auto& [folder, allowed] : table_) {
    if (!folder.starts_with("checks/")) continue;
    for (const std::string& other : allowed) EXPECT_FALSE(other.starts_with("tool")) << folder;
  }
}

TEST(ArchitectureTable, ReadsRowsAndFindsTheDeepestFolder) {
  const Table table = read_table(
      "## Who may include whom\n\n| folder | may include |\n|---|---|\n"
      "| `a` | `a/b` `clang` |\n| `a/b` | |\n## Else\n| `c` | `d` |\n");
  EXPECT_EQ(table, (Table{{"a", {"a/b", "clang"}}, {"a/b", {}}}));
  EXPECT_EQ(folder_of(table, "a/b/c/x.cc"), "a/b");
  EXPECT_EQ(folder_of(table, "a/x.cc"), "a");
  EXPECT_EQ(folder_of(table, "z/x.cc"), std::nullopt);
  EXPECT_EQ(needed_by(table, "a/b", "llvm/ADT/Twine.h"), "clang");
  EXPECT_EQ(needed_by(table, "a/b", "vector"), std::nullopt);
}

}  // namespace
}  // namespace pool_audit::meta
