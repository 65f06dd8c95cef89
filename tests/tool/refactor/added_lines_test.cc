// Statements beside others. In the tests `X;` is the statement, `N;` the new one.
#include "tool/refactor/added_lines.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pool_audit::refactor {
namespace {

using Edits = std::optional<std::vector<inventory::Edit>>;

// The text with the edits in it, or "none".
std::string with(const Source& source, const Edits& edits) {
  if (!edits) return "none";
  std::vector<inventory::Edit> sorted = *edits;
  std::ranges::sort(sorted, std::greater{}, &inventory::Edit::place);
  std::string out = source.text();
  for (const inventory::Edit& each : sorted) {
    const auto range = source.range(each.place);
    if (!range) return "no such place";
    out.replace(range->begin, range->end - range->begin, each.text);
  }
  return out;
}

Statement statement_in(const Source& source) {
  const size_t at = source.text().find('X');
  return *source.statement({at, at + 1});
}

std::string before(const std::string& text) {
  const Source source(text);
  return with(source, add_before(source, "a.cc", statement_in(source), "N;"));
}

std::string behind(const std::string& text) {
  const Source source(text);
  return with(source, add_behind(source, "a.cc", statement_in(source), "N;"));
}

std::string otherwise(const std::string& text) {
  const Source source(text);
  return with(source, add_else(source, "a.cc", statement_in(source), "B;", "N;"));
}

TEST(AddedLines, StandOnLinesOfTheirOwn) {
  EXPECT_EQ(before("{\n\tX;  // why\n}\n"), "{\n\tN;\n\tX;  // why\n}\n");
  EXPECT_EQ(behind("{\n  X;  // why\n}\n"), "{\n  X;  // why\n  N;\n}\n");
  EXPECT_EQ(behind("{\r\n  X;\r\n}\r\n"), "{\r\n  X;\r\n  N;\r\n}\r\n");
}

TEST(AddedLines, ShareALineThatIsShared) {
  EXPECT_EQ(behind("void f() { X; }\n"), "void f() { X; N; }\n");
  EXPECT_EQ(before("void f() { a(); X; }\n"), "void f() { a(); N; X; }\n");
}

TEST(AddedLines, PutAWholeBodyInBraces) {
  EXPECT_EQ(before("{\n  if (a) X;\n}\n"), "{\n  if (a) {\n    N;\n    X;\n  }\n}\n");
  EXPECT_EQ(behind("{\n  if (a)\n    X;\n}\n"), "{\n  if (a) {\n    X;\n    N;\n  }\n}\n");
  EXPECT_EQ(behind("{\n\tif (a)\n\t\tX; // why\n\tb();\n}\n"),
            "{\n\tif (a) {\n\t\tX; // why\n\t\tN;\n\t}\n\tb();\n}\n");
  EXPECT_EQ(behind("{\n  if (a) { b(); } else X;\n}\n"),
            "{\n  if (a) { b(); } else {\n    X;\n    N;\n  }\n}\n");
}

TEST(AddedLines, JoinTheElseThatFollows) {
  EXPECT_EQ(behind("{\n  if (a)\n    X;\n  else\n    b();\n}\n"),
            "{\n  if (a) {\n    X;\n    N;\n  } else\n    b();\n}\n");
  EXPECT_EQ(
      behind("{\n  if (c) {\n  }\n  else {\n  }\n  if (a)\n    X;\n  else\n    b();\n}\n"),
      "{\n  if (c) {\n  }\n  else {\n  }\n  if (a) {\n    X;\n    N;\n  }\n  else\n    b();\n}\n");
}

TEST(AddedLines, KeepOffWhereACommentIsInTheWay) {
  EXPECT_EQ(behind("{\n  X; /* goes\n  on */\n}\n"), "none");
  EXPECT_EQ(behind("{\n  if (a) // why\n    X;\n}\n"), "none");
  EXPECT_EQ(before("{\n  if (a)\n    X; /* goes\n    on */\n}\n"), "none");
}

TEST(AddedLines, KeepOffHalvesOfAnExpression) {
  EXPECT_EQ(behind("{\n  a ? b() : X;\n}\n"), "none");
  EXPECT_EQ(before("{\n  switch (a) {\n    case 1: X;\n  }\n}\n"), "none");
}

TEST(AddedLines, GiveAnIfItsElse) {
  EXPECT_EQ(otherwise("{\n  if (a) X;\n}\n"),
            "{\n  if (a) {\n    X;\n    B;\n  } else {\n    N;\n  }\n}\n");
  EXPECT_EQ(otherwise("{\n  if (a) {\n    b(1);\n    X;\n  }\n}\n"),
            "{\n  if (a) {\n    b(1);\n    X;\n    B;\n  } else {\n    N;\n  }\n}\n");
  EXPECT_EQ(otherwise("{\n  if (a) {\n    X;\n  } else {\n  }\n}\n"), "none");
  EXPECT_EQ(otherwise("{\n  if (a) X; else b();\n}\n"), "none");
  EXPECT_EQ(otherwise("{\n  while (a) {\n    X;\n  }\n}\n"), "none");
  EXPECT_EQ(otherwise("{\n  X;\n}\n"), "none");
}

}  // namespace
}  // namespace pool_audit::refactor
