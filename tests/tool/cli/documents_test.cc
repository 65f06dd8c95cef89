// What derives from the command table: help, the manual page, completions. Each is recorded, and
// those that are installed are tried in the program that reads them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "checks/support/files.h"
#include "tool/cli/help.h"

namespace pool_audit::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// POOL_AUDIT_RECORD=1 in the environment writes it anew.
void expect_file(const std::string& path, const std::string& actual) {
  if (std::getenv("POOL_AUDIT_RECORD") != nullptr) {
    const auto written = write_file_atomically(path, actual);
    ASSERT_TRUE(written) << written.error().to_string();
  }
  const auto recorded = read_file(path);
  ASSERT_TRUE(recorded) << recorded.error().to_string();
  EXPECT_EQ(*recorded, actual) << "POOL_AUDIT_RECORD=1 records " << path << " anew";
}

TEST(Documents, ManualPageIsUpToDate) {
  expect_file("docs/cli/pool-audit.1", man_page());
}

TEST(Documents, CompletionsAreUpToDate) {
  expect_file("docs/cli/pool-audit.bash", completions(Shell::bash));
  expect_file("docs/cli/_pool-audit", completions(Shell::zsh));
  expect_file("docs/cli/pool-audit.fish", completions(Shell::fish));
}

TEST(Help, IsAsRecorded) {
  Options options;
  expect_file("tests/tool/cli/golden/help.txt", help(options));
  options.help_topic = "inventory";
  expect_file("tests/tool/cli/golden/inventory-help.txt", help(options));
  options.help_topic = "model";
  expect_file("tests/tool/cli/golden/model-help.txt", help(options));
  options.help_topic = "";
  options.short_help = true;
  expect_file("tests/tool/cli/golden/short-help.txt", help(options));
}

TEST(Help, OfEveryCommandFitsAndNamesItsOptions) {
  for (const CommandSpec& command : all_commands()) {
    Options options;
    options.help_topic = command.words;
    const std::string text = help(options);
    EXPECT_TRUE(text.starts_with("usage: pool-audit " + std::string(command.words))) << text;
    for (const OptionSpec* option : options_of(command)) {
      EXPECT_THAT(text, HasSubstr(option->name)) << command.words;
    }
    size_t from = 0;
    while (from < text.size()) {
      const size_t to = text.find('\n', from);
      ASSERT_NE(to, std::string::npos) << "the last line is not ended";
      const std::string line = text.substr(from, to - from);
      EXPECT_LE(line.size(), 82U) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
      from = to + 1;
    }
  }
}

TEST(Help, HidesTheWorker) {
  EXPECT_THAT(overview_help(), Not(HasSubstr("worker\n")));
  for (const Shell shell : {Shell::bash, Shell::zsh, Shell::fish}) {
    EXPECT_THAT(completions(shell), Not(HasSubstr("over a pipe")));
  }
  EXPECT_THAT(man_page(), Not(HasSubstr("over a pipe")));
}

// A name as roff has it: each dash behind a backslash.
std::string escaped_dashes(std::string_view name) {
  std::string out;
  for (const char c : name) out += c == '-' ? "\\-" : std::string(1, c);
  return out;
}

TEST(Documents, EveryOptionAndCommandIsInEveryDocument) {
  for (const CommandSpec& command : all_commands()) {
    if (command.hidden) continue;
    const std::string last(command.words.substr(command.words.rfind(' ') + 1));
    EXPECT_THAT(overview_help(), HasSubstr(command.words));
    EXPECT_THAT(man_page(), HasSubstr(".SS " + std::string(command.words) + "\n"));
    EXPECT_THAT(completions(Shell::bash), HasSubstr(last));
    EXPECT_THAT(completions(Shell::zsh), HasSubstr(last));
    EXPECT_THAT(completions(Shell::fish), HasSubstr(last));
  }
  // The overview is that of the main command; what only others take stands in their own help.
  const auto overview = options_of(spec_of(Command::inventory));
  for (const OptionSpec& option : all_options()) {
    if (std::ranges::count(overview, &option) != 0) {
      EXPECT_THAT(overview_help(), HasSubstr(option.name));
    }
    EXPECT_THAT(man_page(), HasSubstr("\\-\\-" + escaped_dashes(option.name.substr(2))));
    EXPECT_THAT(completions(Shell::bash), HasSubstr(option.name));
    EXPECT_THAT(completions(Shell::fish), HasSubstr(option.name.substr(2)));
    if (option.name != "--version") {
      EXPECT_THAT(completions(Shell::zsh), HasSubstr(option.name));
    }
  }
}

}  // namespace
}  // namespace pool_audit::cli
