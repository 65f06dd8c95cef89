// tests/projects/mends: what rules offer to change, claimed by `mend: TEXT` on the lines of the
// findings. What they offer is carried out: after it the sources compile, and nothing is left that
// could be mended.
#include "checks/rules/mends.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"
#include "tests/checks/rules/rule_sources.h"

namespace pool_audit::rules {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "tests/projects/mends";

// The rule that a source is of: "missing_reset.cc" is of pool-missing-reset.
Selection rule_of(std::string file) {
  file.resize(file.find('.'));
  std::ranges::replace(file, '_', '-');
  Selection out;
  out.patterns = {"pool-" + file};
  EXPECT_NE(find(out.patterns.front()), nullptr);
  return out;
}

std::vector<std::string> lines_of(const std::string& path) {
  const auto text = read_file(path);
  EXPECT_TRUE(text) << path;
  std::vector<std::string> out;
  std::istringstream in(text ? *text : "");
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

// The edits of one file, from its end to its beginning; each is on one line.
std::string mended(std::vector<std::string> lines, std::vector<inventory::Edit> edits) {
  std::ranges::sort(edits, std::greater(), &inventory::Edit::place);
  for (const inventory::Edit& edit : edits) {
    const inventory::Place& place = edit.place;
    EXPECT_EQ(place.end_line, place.line);
    EXPECT_EQ(place.macro, "");
    lines[place.line - 1].replace(place.column - 1, place.end_column - place.column, edit.text);
  }
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

class Mends : public testing::TestWithParam<const char*> {};

TEST_P(Mends, AreThoseThatAreClaimed) {
  static const std::regex claim(R"( mend: (.*?) *(\*/)?$)");
  const std::vector<std::string> lines = lines_of(std::string(kFolder) + "/" + GetParam());
  std::vector<std::string> wanted(lines.size() + 1);
  size_t silent = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (std::regex_search(lines[i], match, claim)) wanted[i + 1] = match[1];
    if (lines[i].find(" no mend") != std::string::npos) ++silent;
  }
  for (const Finding& finding : findings_of(kFolder, {GetParam()}, rule_of(GetParam()))) {
    SCOPED_TRACE(finding.place.line);
    ASSERT_LT(finding.place.line, wanted.size());
    std::string offered;
    for (const inventory::Edit& edit : finding.edits) {
      offered += edit.text.substr(edit.text.find_first_not_of(" \t"));
    }
    if (offered.ends_with('\n')) offered.pop_back();
    EXPECT_EQ(offered, wanted[finding.place.line]) << finding.message;
    wanted[finding.place.line].clear();
    if (finding.edits.empty()) --silent;
  }
  for (size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(wanted[i], "") << "line " << i << ": nothing is found";
  }
  EXPECT_EQ(silent, 0U) << "lines that speak of a finding without a mend";
}

TEST_P(Mends, LeaveNothingToMend) {
  ScratchFolder scratch;
  for (const auto& entry : fs::directory_iterator("tests/projects/rules")) {
    fs::create_directories(scratch.path() + "/rules");
    if (entry.path().extension() == ".h") {
      fs::copy(entry.path(), scratch.path() + "/rules/" + entry.path().filename().string());
    }
  }
  const std::string folder = scratch.path() + "/mends";
  fs::create_directories(folder);
  fs::copy(std::string(kFolder) + "/.pool-audit.yaml", folder + "/.pool-audit.yaml");
  std::vector<inventory::Edit> edits;
  size_t others = 0;
  for (const Finding& finding : findings_of(kFolder, {GetParam()}, rule_of(GetParam()))) {
    edits.insert(edits.end(), finding.edits.begin(), finding.edits.end());
    if (finding.edits.empty()) ++others;
  }
  ASSERT_FALSE(edits.empty());
  const std::string text = mended(lines_of(std::string(kFolder) + "/" + GetParam()), edits);
  ASSERT_TRUE(write_file_atomically(folder + "/" + GetParam(), text));
  // Extraction fails the test when the source does not compile.
  const auto left = findings_of(folder, {GetParam()}, rule_of(GetParam()));
  EXPECT_LE(left.size(), others) << text;
  for (const Finding& finding : left) {
    EXPECT_TRUE(finding.edits.empty()) << finding.place.line << ": " << finding.message;
  }
}

INSTANTIATE_TEST_SUITE_P(Sources, Mends,
                         testing::Values("missing_reset.c", "missing_reset.cc", "raw_release.cc"));

}  // namespace
}  // namespace pool_audit::rules
