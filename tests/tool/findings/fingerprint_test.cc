// What a fingerprint survives, and what it tells apart.
#include "tool/findings/fingerprint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace pool_audit::findings {
namespace {

using inventory::Finding;
using inventory::Inventory;
using inventory::Place;

std::string tokens_of(std::string_view text) {
  return normalised_tokens(text, {"a.cc", 1, 1, 100, 1, ""});
}

// All of a text, whose last line ends with it.
std::string whole(const std::string& text) {
  uint32_t lines = 1;
  for (const char c : text) lines += c == '\n' ? 1U : 0U;
  const size_t last = text.rfind('\n');
  const size_t behind = last == std::string::npos ? text.size() : text.size() - last - 1;
  return normalised_tokens(text, {"a.cc", 1, 1, lines, static_cast<uint32_t>(behind + 1), ""});
}

TEST(Tokens, FormattingDoesNotCount) {
  const std::string plain = whole("buffers.get(size, \"a b\")");
  EXPECT_EQ(plain, "buffers . get ( size , \"a b\" )");
  for (const char* same :
       {"buffers\n    .get( size,\n  \"a b\" )",
        "buffers /* which? */ .get(size,  // bytes\n\"a b\")", "buffers.\\\nget(size,\"a b\")",
        "buffers.get(size,\r\n\t\"a \"\n\"b\")"}) {
    EXPECT_EQ(whole(same), plain) << same;
  }
  EXPECT_NE(whole("buffers.get(size, \"a  b\")"), plain);
  EXPECT_NE(whole("buffers.get(sizes, \"a b\")"), plain);
  EXPECT_NE(whole("f(\"a\", \"b\")"), whole("f(\"ab\")"));
}

TEST(Tokens, WhatFormattersTurnRoundDoesNotCount) {
  EXPECT_EQ(whole("get(sizeof(const Page) * 1'000'000)"), whole("get(sizeof(Page const)*1000000)"));
  EXPECT_EQ(whole("const Pool<Pool<volatile T>> p"), whole("Pool< Pool< T volatile > > const p"));
  EXPECT_NE(whole("get(1000)"), whole("get(100)"));
  EXPECT_NE(whole("get('1')"), whole("get(1)"));
  EXPECT_NE(whole("constant"), whole("ant"));
}

TEST(Tokens, OfTheRangeAlone) {
  const std::string text = "int n;\nx = pool.get(); y();\n";
  EXPECT_EQ(normalised_tokens(text, {"a.cc", 2, 5, 2, 15, ""}), "pool . get ( )");
  EXPECT_EQ(normalised_tokens(text, {"a.cc", 2, 5, 2, 5, ""}), "");
}

TEST(Tokens, NowhereIsNothing) {
  EXPECT_EQ(tokens_of("a"), "");
  EXPECT_EQ(normalised_tokens("a b", {}), "");
  EXPECT_EQ(normalised_tokens("a b", {"a.cc", 1, 3, 1, 1, ""}), "");
  EXPECT_EQ(normalised_tokens("a b", {"a.cc", 1, 1, 1, 99, ""}), "");
  EXPECT_EQ(normalised_tokens("", {"a.cc", 7, 1, 7, 2, ""}), "");
}

Finding finding(const char* rule, const char* function, uint32_t line, uint32_t column) {
  Finding out;
  out.rule = rule;
  out.function = function;
  out.place = {"a.cc", line, column, line, column + 3, ""};
  return out;
}

std::vector<std::string> prints(std::vector<Finding> findings,
                                const std::vector<std::string>& tokens) {
  Inventory all;
  all.pools.resize(2);
  all.pools[0].id = "1";
  all.pools[0].name = "net::Server::buffers_";
  all.pools[1].id = "2";
  all.pools[1].name = "net::Client::buffers_";
  all.findings = std::move(findings);
  set_fingerprints(all, tokens);
  std::vector<std::string> out;
  for (const Finding& each : all.findings) {
    EXPECT_EQ(each.fingerprint.size(), 32U);
    out.push_back(each.fingerprint);
  }
  EXPECT_EQ(std::set<std::string>(out.begin(), out.end()).size(), out.size());
  return out;
}

TEST(Fingerprint, SurvivesMoves) {
  const auto before =
      prints({finding("r", "f", 3, 5), finding("r", "g", 9, 5)}, {"a . b", "a . b"});
  const auto moved =
      prints({finding("r", "f", 103, 9), finding("r", "g", 209, 1)}, {"a . b", "a . b"});
  EXPECT_EQ(before, moved);
  const auto swapped =
      prints({finding("r", "g", 1, 5), finding("r", "f", 2, 5)}, {"a . b", "a . b"});
  EXPECT_EQ(swapped[0], before[1]);
  EXPECT_EQ(swapped[1], before[0]);
}

TEST(Fingerprint, TellsFindingsOfOneLineApart) {
  Finding other = finding("r", "f", 3, 5);
  other.message = "something else";
  (void)prints({finding("r", "f", 3, 5), other, finding("r", "f", 3, 9), finding("s", "f", 3, 5)},
               {"a", "a", "a", "a"});
}

TEST(Fingerprint, ChangesWithEachPart) {
  const std::string base = prints({finding("r", "f", 3, 5)}, {"a"})[0];
  EXPECT_NE(prints({finding("s", "f", 3, 5)}, {"a"})[0], base);
  EXPECT_NE(prints({finding("r", "g", 3, 5)}, {"a"})[0], base);
  EXPECT_NE(prints({finding("r", "f", 3, 5)}, {"b"})[0], base);
  Finding elsewhere = finding("r", "f", 3, 5);
  elsewhere.place.file = "b.cc";
  EXPECT_NE(prints({elsewhere}, {"a"})[0], base);
}

TEST(Fingerprint, OfADeclarationKnowsItsClass) {
  Finding server = finding("r", "", 3, 5);
  server.pool = "1";
  Finding client = finding("r", "", 9, 5);
  client.pool = "2";
  const auto both = prints({server, client}, {"Pool buffers_", "Pool buffers_"});
  // Without the other one, and in the other order, each stays what it is.
  EXPECT_EQ(prints({client}, {"Pool buffers_"})[0], both[1]);
  EXPECT_EQ(prints({client, server}, {"Pool buffers_", "Pool buffers_"})[1], both[0]);
}

}  // namespace
}  // namespace pool_audit::findings
