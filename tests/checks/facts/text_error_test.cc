// What the parser says about text it cannot read: where, what it expected, what it found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "checks/facts/text.h"
#include "tests/checks/facts/random_facts.h"

namespace pool_audit::facts {
namespace {

struct Case {
  std::string text;
  uint32_t line;
  uint32_t column;
  std::string message;
};

const Case kCases[] = {
    {"functoin f()", 1, 1,
     "expected 'unit', 'file', 'diagnostic', 'type', 'record', 'variable', 'function', 'graph' or "
     "'locate_lines', found 'functoin'"},
    {"variable v int", 1, 12, "expected ':', found 'int'"},
    {"variable v:", 1, 12, "expected a type, found the end"},
    {"variable v:\n", 1, 12, "expected a type, found end of line"},
    {"variable v: int linkage=extern", 1, 25,
     "expected one of none internal external, found 'extern'"},
    {"variable v: int is_const=maybe", 1, 26, "expected 'true' or 'false', found 'maybe'"},
    {"record r size_byte=3", 1, 10, "found 'size_byte=3'"},
    {"record r size_bytes=99999999999999999999", 1, 21,
     "expected a number up to 18446744073709551615, found 99999999999999999999"},
    {"variable v: int doc=\"open", 1, 21, "expected a closing \" on the same line"},
    {"variable v: int doc=\"\\q\"", 1, 22, "found another escape"},
    {"variable v: int doc=\"\\x4\"", 1, 22, "expected two hexadecimal digits behind \\x"},
    {"variable v: int @ a.cc", 1, 23, "expected ':', found the end"},
    {"variable v: %3", 1, 13, "there is no type %3; the text declares 0"},
    {"type A record\ntype A record\nvariable v: A", 3, 13, "several types are spelled 'A'"},
    {"type A recrd", 1, 8, "expected one of unknown void boolean integer"},
    {"variable v: int\n\nvariable v: int", 3, 10,
     "variable 'v' is there twice; the first is on line 1"},
    {"variable v: int\nunit a.cc", 2, 1, "'unit' must be the first statement"},
    {"file a.cc digest=12", 1, 18, "expected 32 hexadecimal digits, found '12'"},
    {"function f(p Foo)", 1, 14, "expected ')', found 'Foo'"},
    {"function f() {", 1, 15, "expected '}' at the end of the graph, found the end"},
    {"function f() {\n call g()\n", 3, 1, "expected '}' at the end of the graph, found the end"},
    {"function f() {\n  x = y\n}", 2, 3, "there is no local 'x'"},
    {"function f() {\n  local x: int\n  local x: int\n  x = 1\n}", 4, 3,
     "'x' names 2 of the locals; write x%0"},
    {"function f() {\n  local x: int\n  x%3 = 1\n}", 3, 3, "there is no number 3"},
    {"function f() {\n  local x: int\n  end = 1\n}", 3, 7, "expected a place"},
    {"function f() {\n  local x: int\n  x 1\n}", 3, 5, "expected '=' behind the target"},
    {"function f() {\n  call g(\n}", 2, 10, "expected a place"},
    {"function f() {\n  call g() may_throws\n}", 2, 12, "found 'may_throws'"},
    {"function f() {\n  use t99999999\n}", 2, 7, "temps are numbered from 0 to 16777215"},
    {"function f() {\n  block 0:\n  block 2:\n}", 3, 9,
     "expected block 1, found block 2; blocks are numbered in order"},
    {"function f() {\n  block 0:\n  -> 7\n}", 3, 6,
     "there is no block '7'; the graph has blocks 0 to 1"},
    {"function f() {\n  block 0:\n  -> 0\n  call g()\n}", 4, 3,
     "expected 'block' or '}', because the line before this one ends its block"},
    {"function f() {\n  block 0 region=1:\n}", 2, 18, "there is no try 1; the graph has 0"},
    {"function f() {\n  try 1\n}", 2, 7, "expected try 0"},
    {"function f() {\n  local x: int\n  param y: int\n}", 3, 3,
     "'param' must stand before every 'local'"},
    {"function f() {\n  call g()\n  local x: int\n}", 3, 3,
     "this must stand before the first block"},
    {"function f() {\n  if t0 -> 1\n}", 2, 13, "expected 'else', found end of line"},
    {"function f() {\n  block 0 exit\n  block 1:\n}", 1, 0, "block 0 is an exit before the last"},
    {"function f()\nfunction g() id=f", 2, 10, "function 'f' is there twice"},
    {"function f() id=a\nfunction f() id=b\nfunction g() {\n  call f()\n}", 4, 8,
     "'f' is the name of several entities; write the id of one of them"},
    {"type A pointer target=B\ntype B pointer target=A", 0, 0, "contains itself"},
};

TEST(TextErrors, NameTheLineTheColumnAndTheExpectation) {
  for (const Case& each : kCases) {
    const Result<TuFacts> facts = parse(each.text);
    ASSERT_FALSE(facts) << each.text;
    EXPECT_THAT(facts.error().message, testing::HasSubstr(each.message)) << each.text;
    EXPECT_EQ(facts.error().line, each.line) << each.text << "\n" << facts.error().message;
    EXPECT_EQ(facts.error().column, each.column) << each.text << "\n" << facts.error().message;
  }
}

TEST(TextErrors, DeepTypesAreRefusedRatherThanRecursedInto) {
  std::string type;
  for (int i = 0; i < 5000; ++i) type += "a<";
  type += "int";
  for (int i = 0; i < 5000; ++i) type += ">";
  const Result<TuFacts> facts = parse("variable v: " + type);
  ASSERT_FALSE(facts);
  EXPECT_THAT(facts.error().message, testing::HasSubstr("nested at most 64 deep"));
  EXPECT_FALSE(parse("variable v: int" + std::string(5000, '*')));
}

// Cut anywhere, or with any character replaced, a text is read or refused, and what is read can be
// printed and read again.
TEST(TextErrors, DamagedTextNeverCrashes) {
  RandomShape shape;
  shape.declarations = 1;
  shape.graphs = 1;
  shape.blocks = 3;
  for (uint64_t seed = 0; seed < 6; ++seed) {
    const std::string text = print(random_facts(seed, shape));
    for (size_t i = seed; i < text.size(); i += 3) {
      std::string damaged = text;
      damaged[i] = "#\"{}()=:@%*\n 0a"[(i * 7 + seed) % 15];
      for (const std::string_view each :
           {std::string_view(text).substr(0, i), std::string_view(damaged)}) {
        const Result<TuFacts> facts = parse(each);
        if (!facts) {
          ASSERT_FALSE(facts.error().message.empty());
          continue;
        }
        const Result<TuFacts> again = parse(print(*facts));
        ASSERT_TRUE(again) << again.error().message << "\n" << each;
        ASSERT_TRUE(*again == *facts) << each;
      }
    }
  }
}

}  // namespace
}  // namespace pool_audit::facts
