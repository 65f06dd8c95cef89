#include "checks/support/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Words, AreTrimmed) {
  EXPECT_EQ(trimmed(" \ta b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n "), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Words, StandBetweenCommas) {
  EXPECT_THAT(split_at_commas("a, b c ,,\n-d*"), ElementsAre("a", "b c", "-d*"));
  EXPECT_THAT(split_at_commas(" , "), IsEmpty());
  EXPECT_THAT(split_at_commas(""), IsEmpty());
}

TEST(Words, QualifiedNamesEndInTheirLastComponent) {
  EXPECT_EQ(last_component("net::Pool::get"), "get");
  EXPECT_EQ(last_component("get"), "get");
  EXPECT_EQ(last_component("Pool::operator()"), "operator()");
  EXPECT_EQ(last_component("Pool::"), "");
  EXPECT_EQ(last_component(""), "");
}

TEST(Stars, StandForAnyText) {
  EXPECT_TRUE(matches_stars("pool-*", "pool-"));
  EXPECT_TRUE(matches_stars("pool-*", "pool-tiny-type"));
  EXPECT_TRUE(matches_stars("*-*-*", "pool-tiny-type"));
  EXPECT_TRUE(matches_stars("*put", "pool-put-put"));
  EXPECT_TRUE(matches_stars("a*b*c", "abbbcbc"));
  EXPECT_TRUE(matches_stars("*", ""));
  EXPECT_TRUE(matches_stars("", ""));
  EXPECT_FALSE(matches_stars("", "a"));
  EXPECT_FALSE(matches_stars("pool", "pool-"));
  EXPECT_FALSE(matches_stars("pool-*x", "pool-xy"));
  EXPECT_FALSE(matches_stars("a*b", "a"));
}

TEST(Stars, FitTheLastPartsOfNames) {
  EXPECT_TRUE(matches_last_parts("buffers_", "buffers_"));
  EXPECT_TRUE(matches_last_parts("Server::*_", "net::Server::buffers_"));
  EXPECT_TRUE(matches_last_parts("net::*", "net::Server::buffers_"));
  EXPECT_FALSE(matches_last_parts("buffers_", "net::rebuffers_"));
  EXPECT_FALSE(matches_last_parts("Server", "net::Server::buffers_"));
}

TEST(Stars, ManyOfThemCostLittle) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(matches_stars(pattern + "b", std::string(5000, 'a')));
}

// Every pattern and text over a small alphabet, against the definition.
bool defined(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return defined(pattern.substr(1), text) || (!text.empty() && defined(pattern, text.substr(1)));
  }
  return !text.empty() && pattern[0] == text[0] && defined(pattern.substr(1), text.substr(1));
}

std::vector<std::string> all_texts(std::string_view alphabet, size_t longest) {
  std::vector<std::string> out = {""};
  for (size_t i = 0; i < out.size(); ++i) {
    if (out[i].size() == longest) continue;
    for (const char c : alphabet) out.push_back(out[i] + c);
  }
  return out;
}

TEST(Stars, AreAsDefined) {
  for (const std::string& pattern : all_texts("ab*", 5)) {
    for (const std::string& text : all_texts("ab", 5)) {
      ASSERT_EQ(matches_stars(pattern, text), defined(pattern, text)) << pattern << ' ' << text;
    }
  }
}

TEST(Words, PlainTypesAreThoseOfAllCompilers) {
  EXPECT_EQ(plain_type("net::Spares<net::Page, 8>"), plain_type("net::Spares<net::Page,8> "));
  EXPECT_EQ(plain_type("net::(anonymous namespace)::Pool"), "net::Pool");
  EXPECT_EQ(plain_type("net::{anonymous}::Pool<{anonymous}::Page> &"), "net::Pool<Page>");
  EXPECT_EQ(plain_type("struct node_pool *"), "node_pool");
  EXPECT_EQ(plain_type(""), "");
}

}  // namespace
}  // namespace pool_audit
