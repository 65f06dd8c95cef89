// Width, wrapping and cleaning of text.
#include "tool/report/canvas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::report {
namespace {

using testing::ElementsAre;

std::vector<std::string> wrapped(const Line& line, size_t width, size_t first) {
  std::vector<std::string> out;
  for (const Line& part : wrap(line, width, first)) {
    std::string text;
    for (const Span& span : part) text += span.text;
    out.push_back(text);
  }
  return out;
}

std::vector<std::string> wrapped(const std::string& text, size_t width) {
  return wrapped(Line{{text}}, width, width);
}

TEST(Width, CountsColumns) {
  EXPECT_EQ(width_of(std::string_view("")), 0U);
  EXPECT_EQ(width_of(std::string_view("abc")), 3U);
  EXPECT_EQ(width_of(std::string_view("naïve")), 5U);
  EXPECT_EQ(width_of(std::string_view("プール")), 6U);
  EXPECT_EQ(width_of(std::string_view("e\u0301")), 1U) << "a combining accent";
  EXPECT_EQ(width_of(std::string_view("😀")), 2U);
  EXPECT_EQ(width_of(std::string_view("\uFFFD")), 1U);
}

TEST(Clean, KeepsTextAndDefusesTheRest) {
  EXPECT_EQ(clean("naïve プール 😀"), "naïve プール 😀");
  EXPECT_EQ(clean("a\nb\tc"), "a b c");
  EXPECT_EQ(clean("\x1b[31m"), "\uFFFD[31m");
  EXPECT_EQ(clean(std::string_view("\0", 1)), "\uFFFD");
  EXPECT_EQ(clean("\x7f\u0085\u2028\u202e\u2066"), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(clean("\xff"), "\uFFFD");
  EXPECT_EQ(clean("\xe3\x83"), "\uFFFD\uFFFD") << "the start of a character";
  EXPECT_EQ(clean("\xc0\xaf"), "\uFFFD\uFFFD") << "an overlong form";
  EXPECT_EQ(clean("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD") << "half of a surrogate pair";
}

TEST(Wrap, BreaksWhereNamesMayBreak) {
  EXPECT_THAT(wrapped("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("aa::bbb::c", 6), ElementsAre("aa::", "bbb::c"));
  EXPECT_THAT(wrapped("src/net/a.cc", 8), ElementsAre("src/net/", "a.cc"));
  EXPECT_THAT(wrapped("std::map<int, Foo>", 10), ElementsAre("std::map<", "int, Foo>"));
  EXPECT_THAT(wrapped("some_long_name", 7), ElementsAre("some_", "long_", "name"));
  EXPECT_THAT(wrapped("abcdefgh", 3), ElementsAre("abc", "def", "gh"));
  EXPECT_THAT(wrapped("プールだ", 5), ElementsAre("プー", "ルだ"));
  EXPECT_THAT(wrapped("プ", 1), ElementsAre("プ")) << "wider than the line";
  EXPECT_THAT(wrapped("", 3), ElementsAre(""));
  EXPECT_THAT(wrapped("as wide as it gets", 0), ElementsAre("as wide as it gets"));
}

TEST(Wrap, FirstLineMayBeOfAnotherWidth) {
  EXPECT_THAT(wrapped({{"one two three four"}}, 10, 4), ElementsAre("one", "two three", "four"));
  EXPECT_THAT(wrapped({{"one two three four"}}, 4, 14), ElementsAre("one two three", "four"));
}

TEST(Wrap, KeepsWhatIsToStayTogether) {
  const Line line = {{"1 a", Style::plain, true},
                     {" ·", Style::plain, true, true},
                     {" "},
                     {"2 b", Style::plain, true}};
  EXPECT_THAT(wrapped(line, 8, 8), ElementsAre("1 a ·", "2 b"));
  EXPECT_THAT(wrapped(line, 9, 9), ElementsAre("1 a · 2 b"));
  const Line wide = {{"one two three", Style::plain, true}};
  EXPECT_THAT(wrapped(wide, 8, 8), ElementsAre("one two", "three")) << "where it cannot stay";
}

TEST(Wrap, NeverLosesALetterNorExceedsTheWidth) {
  const std::string text =
      "net::Server<a, b>::buffers_ of src/net/server.cc: プール of many_words ";
  std::string letters;
  for (const char c : text) {
    if (c != ' ') letters += c;
  }
  for (size_t width = 2; width < 80; ++width) {
    for (size_t first = 2; first < 80; first += 11) {
      std::string all;
      bool is_first = true;
      for (const std::string& part : wrapped({{text}}, width, first)) {
        EXPECT_LE(width_of(part), is_first ? first : width) << part;
        is_first = false;
        for (const char c : part) {
          if (c != ' ') all += c;
        }
      }
      EXPECT_EQ(all, letters) << width << ' ' << first;
    }
  }
}

TEST(Canvas, WritesNoBlankAtTheEndOfALine) {
  Canvas canvas(0, true);
  canvas.put(2, {{"a ", Style::strong}, {"  "}});
  canvas.put(4, {{"  "}});
  canvas.blank();
  canvas.put(0, {{"x", Style::plain}, {"y", Style::bad}});
  EXPECT_EQ(canvas.take(), "  \x1b[1ma\x1b[0m\n\n\nx\x1b[1;31my\x1b[0m\n");
}

}  // namespace
}  // namespace pool_audit::report
