// The seeds of the fuzzers are worth something only while the readers accept them, and the examples
// in the documentation only while they parse.
#include <gtest/gtest.h>

#include <filesystem>

#include "checks/facts/disk.h"
#include "checks/facts/text.h"
#include "checks/support/files.h"

namespace pool_audit::facts {
namespace {

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path().string());
  }
  EXPECT_FALSE(files.empty()) << folder;
  return files;
}

TEST(Seeds, OfTheTextParse) {
  for (const std::string& file : files_in("tests/checks/facts/seeds/text")) {
    const auto facts = parse(read_file(file).value());
    EXPECT_TRUE(facts) << file << ":" << facts.error().line << ": " << facts.error().message;
  }
}

TEST(Seeds, OfTheDiskAreOfThisVersion) {
  for (const std::string& file : files_in("tests/checks/facts/seeds/disk")) {
    const auto facts = decode(read_file(file).value());
    EXPECT_TRUE(facts) << file << ": " << facts.error().message
                       << "\nwrite them anew: facts_bench --seeds tests/checks/facts/seeds/disk";
  }
}

TEST(Documentation, ExamplesParse) {
  const std::string text = read_file("docs/formats/facts.md").value();
  const std::string open = "```facts\n";
  size_t count = 0;
  for (size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    const size_t end = text.find("```", at);
    ASSERT_NE(end, std::string::npos);
    const auto facts = parse(text.substr(at, end - at));
    EXPECT_TRUE(facts) << text.substr(at, end - at) << facts.error().line << ": "
                       << facts.error().message;
    ++count;
  }
  EXPECT_GE(count, 3U);
}

}  // namespace
}  // namespace pool_audit::facts
