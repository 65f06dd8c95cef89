// The matrix of constructs (matrix.h): each construct in a flagged and a clean form, in C and in
// C++, for every way to use a pool. What is said of a cell is exactly what the cell claims.
#include "tests/checks/rules/matrix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "checks/support/scratch_folder.h"
#include "tests/checks/rules/rule_sources.h"

namespace pool_audit::rules {
namespace {

using matrix::Claim;
using matrix::Column;
using matrix::Construct;

constexpr const char* kFolder = "tests/projects/constructs";
constexpr const char* kMatrix = "tests/projects/constructs/matrix";

const std::vector<Construct>& constructs() {
  static const std::vector<Construct> all = [] {
    std::vector<std::string> problems;
    std::vector<Construct> out = matrix::read_constructs(kMatrix, problems);
    for (const std::string& each : problems) ADD_FAILURE() << each;
    return out;
  }();
  return all;
}

// One program: a column with all its cells.
class Program {
 public:
  explicit Program(const Column& column) : column_(column) {
    for (const char* header : {"pool.h", "matrix/matrix.h", ".pool-audit.yaml"}) {
      const std::filesystem::path from = std::string(kFolder) + "/" + header;
      std::filesystem::copy_file(from, folder_.path() / from.filename());
    }
    main_.lines = {"#include \"matrix.h\""};
    if (column.language == "cc")
      main_.lines = {"#include <functional>", "#include <list>", "#include <map>", main_.lines[0]};
    elsewhere_.lines = main_.lines;
  }

  void add(const Construct& construct, bool flagged) {
    for (const bool elsewhere : {true, false}) {
      const matrix::Section* section = matrix::section(construct, column_, flagged, elsewhere);
      if (!section) continue;
      Unit& unit = elsewhere ? elsewhere_ : main_;
      const auto rendered = matrix::render(construct, column_, *section);
      const auto before = static_cast<uint32_t>(unit.lines.size());
      for (Claim claim : rendered.claims) {
        claim.line += before;
        unit.claims.push_back(std::move(claim));
      }
      std::istringstream lines(rendered.code);
      for (std::string line; std::getline(lines, line);) unit.lines.push_back(line);
      unit.cells[before] = construct.name + (flagged ? ", flagged" : ", clean");
    }
  }

  // "cell: what" for each difference between what is said and what is claimed.
  std::vector<std::string> differences() {
    std::vector<std::string> files;
    for (auto [unit, stem] : {std::pair(&main_, "matrix."), {&elsewhere_, "elsewhere."}}) {
      unit->file = stem + std::string(column_.language);
      files.push_back(unit->file);
      std::ofstream to(folder_.path() + "/" + unit->file);
      for (const std::string& line : unit->lines) to << line << "\n";
    }
    std::vector<std::string> out;
    for (const Finding& finding : findings_of(folder_.path(), files, rules_about_objects())) {
      Unit& unit = finding.place.file == elsewhere_.file ? elsewhere_ : main_;
      const auto claim = std::ranges::find_if(unit.claims, [&](const Claim& each) {
        return !each.met && each.line == finding.place.line && each.rule == finding.rule &&
               finding.message.find(each.text) != std::string::npos;
      });
      if (claim != unit.claims.end()) {
        claim->met = true;
      } else {
        out.push_back(unit.where(finding.place.line) + "not claimed: " + finding.rule + ": " +
                      finding.message);
      }
    }
    for (const Unit* unit : {&main_, &elsewhere_}) {
      for (const Claim& each : unit->claims) {
        if (each.met != each.missed) continue;
        out.push_back(unit->where(each.line) + (each.met ? "is found now: " : "not found: ") +
                      each.rule + ": " + each.text);
      }
    }
    return out;
  }

  [[nodiscard]] size_t claims(bool missed) const {
    return static_cast<size_t>(std::ranges::count(main_.claims, missed, &Claim::missed));
  }

 private:
  struct Unit {
    std::string file;
    std::vector<std::string> lines;
    std::vector<Claim> claims;
    std::map<uint32_t, std::string> cells;  // by the line before the first

    [[nodiscard]] std::string where(uint32_t line) const {
      const auto cell = cells.lower_bound(line);
      return (cell == cells.begin() ? "(header)" : std::prev(cell)->second) + ": `" +
             lines.at(line - 1) + "`: ";
    }
  };

  const Column& column_;
  ScratchFolder folder_;
  Unit main_;
  Unit elsewhere_;
};

class Matrix : public testing::TestWithParam<const Column*> {};

TEST_P(Matrix, SaysWhatItsCellsClaim) {
  const Column& column = *GetParam();
  Program program(column);
  for (const Construct& construct : constructs()) {
    if (matrix::exclusion(construct, column)) continue;
    for (const bool flagged : {true, false}) program.add(construct, flagged);
  }
  for (const std::string& each : program.differences()) ADD_FAILURE() << each;
  std::printf("%s: claims %zu, missed %zu\n", column.name().c_str(),
              program.claims(false) + program.claims(true), program.claims(true));
}

std::vector<const Column*> columns() {
  std::vector<const Column*> out;
  for (const Column& each : matrix::columns()) out.push_back(&each);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Columns, Matrix, testing::ValuesIn(columns()), [](const auto& info) {
  return std::string(info.param->language) + "_" + std::string(info.param->api);
});

// A cell that nobody wrote is excluded with a reason, a flagged one claims something, a clean one
// nothing. In numbers, so that a cell that disappears shows up.
TEST(MatrixTable, IsComplete) {
  size_t cells = 0;
  size_t excluded = 0;
  size_t missed = 0;
  for (const Construct& construct : constructs()) {
    for (const Column& column : matrix::columns()) {
      SCOPED_TRACE(construct.name + " in " + column.name());
      const matrix::Exclusion* exclusion = matrix::exclusion(construct, column);
      for (const bool flagged : {true, false}) {
        const matrix::Section* section = matrix::section(construct, column, flagged, false);
        if (exclusion) {
          ++excluded;
          continue;
        }
        ASSERT_NE(section, nullptr) << (flagged ? "flagged" : "clean");
        ++cells;
        const auto claims = matrix::render(construct, column, *section).claims;
        EXPECT_EQ(!claims.empty(), flagged);
        missed += static_cast<size_t>(std::ranges::count(claims, true, &Claim::missed));
      }
    }
  }
  std::printf("constructs %zu, columns %zu, cells %zu, excluded %zu, claims that are missed %zu\n",
              constructs().size(), matrix::columns().size(), cells, excluded, missed);
  EXPECT_EQ(cells, 616U);
  EXPECT_EQ(excluded, 122U);
  EXPECT_EQ(missed, 0U);
}

}  // namespace
}  // namespace pool_audit::rules
