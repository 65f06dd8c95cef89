// Runs the sentences of the documents: every file, script, flag, preset and command that a Markdown
// page names has to exist.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/meta/repository.h"

namespace pool_audit::meta {
namespace {

// A piece of code in a page: one line of a fence, or one `span` of a paragraph.
struct Snippet {
  std::string file;
  size_t line = 0;
  std::string text;
  bool fenced = false;

  [[nodiscard]] std::string where() const { return file + ':' + std::to_string(line) + ": "; }
};

std::vector<Snippet> snippets_of(const std::string& file, const std::string& text) {
  static const std::regex span("`([^`]+)`");
  std::vector<Snippet> snippets;
  bool fenced = false;
  size_t number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (line.find("```") != std::string::npos) {
      fenced = !fenced;
    } else if (fenced) {
      snippets.push_back({file, number, line, true});
    } else {
      for (std::sregex_iterator it(line.begin(), line.end(), span), end; it != end; ++it) {
        snippets.push_back({file, number, (*it)[1], false});
      }
    }
  }
  return snippets;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// A path into the repository: starts with one of its folders and has no placeholder in it.
bool is_repository_path(const std::string& word) {
  static constexpr std::array<std::string_view, 9> kFolders = {
      "scripts/", "docs/", "checks/", "tool/", "tests/", "examples/", "cmake/", "runtime/", ".ci/"};
  static const std::regex placeholder(R"([*<>{}$]|\.\.\.|[A-Z]{3,}$|/[A-Z]{4,}/|=)");
  return std::ranges::any_of(kFolders, [&](auto folder) { return word.starts_with(folder); }) &&
         !std::regex_search(word, placeholder);
}

// "checks/facts/facts.h:12," -> "checks/facts/facts.h"
std::string bare_path(std::string word) {
  static const std::regex tail(R"((:\d+)*[:,;.)\]"']*$)");
  return std::regex_replace(word, tail, "", std::regex_constants::format_first_only);
}

std::string bare_flag(const std::string& word) {
  static const std::regex flag(R"(^(--[a-z][a-z0-9-]*).*)");
  std::smatch match;
  return std::regex_match(word, match, flag) ? match[1].str() : "";
}

class Documents : public testing::Test {
 protected:
  Documents() {
    for (const std::string& file : repository_files()) {
      if (!has_suffix(file, {".md"}) || is_test_data(file)) continue;
      pages_.push_back(file);
      for (Snippet& snippet : snippets_of(file, read(file))) snippets_.push_back(snippet);
    }
  }
  std::vector<std::string> pages_;
  std::vector<Snippet> snippets_;
};

TEST_F(Documents, AreThere) {
  EXPECT_TRUE(std::ranges::count(pages_, "README.md"));
  EXPECT_TRUE(std::ranges::count(pages_, "docs/ARCHITECTURE.md"));
  EXPECT_GT(snippets_.size(), 20U);
}

TEST_F(Documents, NameFilesThatExist) {
  for (const Snippet& snippet : snippets_) {
    for (const std::string& word : words_of(snippet.text)) {
      if (!is_repository_path(word)) continue;
      const std::string path = bare_path(word);
      EXPECT_TRUE(std::filesystem::exists(path)) << snippet.where() << path << " does not exist";
    }
  }
}

TEST_F(Documents, LinkToFilesThatExist) {
  static const std::regex link(R"(\]\(([^)#\s]+)(#[^)]*)?\))");
  for (const std::string& page : pages_) {
    const std::string text = read(page);
    for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
      const std::string target = (*it)[1];
      if (target.find("://") != std::string::npos) continue;
      const auto path = std::filesystem::path(page).parent_path() / target;
      EXPECT_TRUE(std::filesystem::exists(path)) << page << ": links to " << target;
    }
  }
}

// `scripts/test --asan`: the flags of a script are those that its opening comment explains.
TEST_F(Documents, NameFlagsThatScriptsHave) {
  static const std::regex script("^(?:\\$ )?(scripts/[a-z-]+)$");
  for (const Snippet& snippet : snippets_) {
    auto words = words_of(snippet.text);
    if (!words.empty() && words.front() == "$") words.erase(words.begin());
    if (words.empty() || !std::regex_match(words.front(), script)) continue;
    const std::string help = read(words.front());
    for (const std::string& word : words) {
      if (word == "--" || word == "#") break;
      const std::string flag = bare_flag(word);
      EXPECT_TRUE(flag.empty() || help.find(flag) != std::string::npos)
          << snippet.where() << words.front() << " has no " << flag;
    }
  }
}

TEST_F(Documents, NamePresetsThatExist) {
  static const std::regex preset("--preset[ =]([A-Za-z0-9-]+)");
  const std::string presets = read("CMakePresets.json");
  for (const Snippet& snippet : snippets_) {
    std::smatch match;
    if (!std::regex_search(snippet.text, match, preset)) continue;
    EXPECT_NE(presets.find("\"name\": \"" + match[1].str() + '"'), std::string::npos)
        << snippet.where() << "no preset " << match[1];
  }
}

#ifdef POOL_AUDIT_BINARY
// What `pool-audit help COMMAND` prints; empty for a word that is no command.
std::string help_of(const std::string& command) {
  static std::map<std::string, std::string> known;
  const auto [at, is_new] = known.try_emplace(command);
  if (is_new) {
    const Output output = run("'" POOL_AUDIT_BINARY "' help " + command);
    if (output.exit_code == 0) at->second = output.text;
  }
  return at->second;
}

// `pool-audit model show ID --flag`: the command is the longest prefix of plain words with a help
// page of its own; without one it is the inventory.
TEST_F(Documents, NameCommandsAndFlagsOfPoolAudit) {
  static const std::regex plain("^[a-z]+$");
  size_t checked = 0;
  for (const Snippet& snippet : snippets_) {
    auto words = words_of(snippet.text);
    if (!words.empty() && words.front() == "$") words.erase(words.begin());
    if (words.size() < 2 || words.front() != "pool-audit") continue;
    std::string command = "inventory";
    if (std::regex_match(words[1], plain)) {
      const bool two = words.size() > 2 && std::regex_match(words[2], plain) &&
                       !help_of(words[1] + ' ' + words[2]).empty();
      if (two) {
        command = words[1] + ' ' + words[2];
      } else if (!help_of(words[1]).empty()) {
        command = words[1];
      }
    }
    ++checked;
    for (const std::string& word : words) {
      if (word == "--" || word == "#") break;
      const std::string flag = bare_flag(word);
      EXPECT_TRUE(flag.empty() || help_of(command).find(flag) != std::string::npos)
          << snippet.where() << "pool-audit " << command << " has no " << flag;
    }
  }
  EXPECT_GT(checked, 0U) << "no page shows a pool-audit command";
}
#endif

TEST(DocumentsReader, FindsFencesSpansPathsAndFlags) {
  const auto snippets = snippets_of("p.md", "use `a b` and `c`\n```sh\nd e\n```\n");
  ASSERT_EQ(snippets.size(), 3U);
  EXPECT_EQ(snippets[1].text, "c");
  EXPECT_EQ(snippets[2].where(), "p.md:3: ");
  EXPECT_TRUE(is_repository_path("scripts/test"));
  EXPECT_FALSE(is_repository_path("scripts/NAME"));
  EXPECT_FALSE(is_repository_path("checks/model/*.yaml"));
  EXPECT_FALSE(is_repository_path("build/dev"));
  EXPECT_EQ(bare_path("checks/facts/facts.h:12,"), "checks/facts/facts.h");
  EXPECT_EQ(bare_flag("--llvm=19"), "--llvm");
  EXPECT_EQ(bare_flag("-x"), "");
}

}  // namespace
}  // namespace pool_audit::meta
