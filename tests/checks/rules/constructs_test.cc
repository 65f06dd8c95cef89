// tests/projects/constructs: every construct through which an object has to be followed, with the
// findings of the rules about single objects. What is known to be missed, or said wrongly, is
// marked in the sources: the test fails when a mark is no longer true.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <sstream>

#include "checks/support/files.h"
#include "tests/checks/rules/rule_sources.h"

namespace pool_audit::rules {
namespace {

constexpr const char* kFolder = "tests/projects/constructs";

struct Mark {
  std::string kind;  // warn, misses, alarms
  std::string file;
  uint32_t line = 0;
  std::string rule;
  std::string text;
  bool met = false;

  [[nodiscard]] std::string words() const {
    return file + ":" + std::to_string(line) + ": " + kind + " " + rule + ": " + text;
  }
};

std::vector<std::string> sources() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string extension = entry.path().extension();
    if (extension == ".c" || extension == ".cc") out.push_back(entry.path().filename());
  }
  std::ranges::sort(out);
  return out;
}

size_t count(const std::string& text, std::string_view word) {
  size_t out = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++out;
  return out;
}

class Constructs : public testing::Test {
 protected:
  void SetUp() override {
    static const std::regex mark(
        R"((?://|/\*) (warn|misses|alarms) (pool-[a-z-]+): ([^/*]+?) *(?=$|//|\*/))");
    for (const std::string& file : sources()) {
      const auto text = read_file(std::string(kFolder) + "/" + file);
      ASSERT_TRUE(text) << text.error().to_string();
      clean_ += count(*text, " clean_");
      std::istringstream lines(*text);
      uint32_t number = 0;
      for (std::string line; std::getline(lines, line);) {
        ++number;
        for (std::sregex_iterator at(line.begin(), line.end(), mark), end; at != end; ++at) {
          marks_.push_back({(*at)[1], file, number, (*at)[2], (*at)[3]});
        }
      }
    }
  }

  std::vector<Mark> marks_;
  size_t clean_ = 0;
};

TEST_F(Constructs, FindingsAreThoseThatAreMarked) {
  for (const Finding& finding : findings_of(kFolder, sources(), rules_about_objects())) {
    const auto at = std::ranges::find_if(marks_, [&](const Mark& each) {
      return !each.met && each.file == finding.place.file && each.line == finding.place.line &&
             each.rule == finding.rule && finding.message.find(each.text) != std::string::npos;
    });
    if (at != marks_.end()) {
      at->met = true;
      continue;
    }
    ADD_FAILURE() << finding.place.file << ":" << finding.place.line
                  << ": not marked: " << finding.rule << ": " << finding.message;
  }
  size_t found = 0;
  size_t missed = 0;
  size_t alarms = 0;
  for (const Mark& each : marks_) {
    if (each.kind == "misses") {
      ++missed;
      EXPECT_FALSE(each.met) << "is found now: " << each.words();
    } else {
      ++(each.kind == "warn" ? found : alarms);
      EXPECT_TRUE(each.met) << "is not found: " << each.words();
    }
  }
  std::printf("constructs: flagged %zu, found %zu, missed %zu; clean %zu, silent %zu\n",
              found + missed, found, missed, clean_, clean_ - alarms);
}

// In words, so that adding a mark shows up in a review.
TEST_F(Constructs, KnowsHowMuchIsMissedAndSaidWrongly) {
  const auto marked = [&](std::string_view kind) {
    return static_cast<size_t>(std::ranges::count(marks_, kind, &Mark::kind));
  };
  EXPECT_GE(marked("warn"), 70U);
  EXPECT_LE(marked("misses"), 1U);
  EXPECT_LE(marked("alarms"), 0U);
  EXPECT_GE(clean_, 107U);
}

}  // namespace
}  // namespace pool_audit::rules
