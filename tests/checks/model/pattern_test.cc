#include "checks/model/pattern.h"

#include <gtest/gtest.h>

#include "checks/support/spelling.h"

namespace pool_audit::model {
namespace {

NamePattern pattern(std::string_view text) {
  Result<NamePattern> parsed = NamePattern::parse(text);
  EXPECT_TRUE(parsed) << text << ": " << (parsed ? "" : parsed.error().message);
  return parsed ? *parsed : NamePattern{};
}

struct MatchCase {
  const char* pattern;
  const char* name;
  bool matches;
};

class PatternMatch : public ::testing::TestWithParam<MatchCase> {};

TEST_P(PatternMatch, Covers) {
  EXPECT_EQ(pattern(GetParam().pattern).matches(GetParam().name), GetParam().matches)
      << GetParam().pattern << " on " << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(Names, PatternMatch,
                         ::testing::ValuesIn(std::vector<MatchCase>{
                             {"a::Pool", "a::Pool", true},
                             {"a::Pool", "::a::Pool", true},
                             {"::a::Pool", "a::Pool", true},
                             {"a::Pool", "b::a::Pool", false},
                             {"Pool", "a::Pool", false},
                             {"a::Pool", "Pool", false},
                             {"a::Pool", "a::PoolX", false},
                             // Stars stay inside a component.
                             {"a::*Pool", "a::BufferPool", true},
                             {"a::*Pool", "a::Pool", true},
                             {"a::*Pool", "a::b::Pool", false},
                             {"a::*Pool*", "a::PoolPoolX", true},
                             {"a::B*r*l", "a::BufferPool", true},
                             {"a::*::Pool", "a::b::Pool", true},
                             {"a::*::Pool", "a::b::c::Pool", false},
                             {"*::Pool", "Pool", true},
                             {"*::Pool", "a::b::Pool", true},
                             {"*::Pool", "a::PoolX", false},
                             {"std::pmr::**", "std::pmr::memory_resource", true},
                             {"std::pmr::**", "std::pmr::a::b", true},
                             {"std::pmr::**", "std::pmr", false},
                             // Inline and anonymous namespaces are nobody's spelling.
                             {"std::vector", "std::__1::vector<int>", true},
                             {"std::string", "std::__cxx11::string", true},
                             {"absl::Mutex", "absl::lts_20230125::Mutex", true},
                             {"mongocxx::pool", "mongocxx::v_noabi::pool", true},
                             {"boost::Pool", "boost::v1::Pool", true},
                             {"boost::v1::Pool", "boost::v1::Pool", true},
                             {"Pool", "(anonymous namespace)::Pool", true},
                             {"a::Pool", "a::(anonymous namespace)::Pool", true},
                             {"a::Pool", "a::vector::Pool", false},
                             {"a::v1", "a::v1", true},
                             {"std::*::x", "std::__1::x", false},
                             // Arguments.
                             {"P", "P<int>", true},
                             {"P<*>", "P<int>", true},
                             {"P<*>", "P<int, long>", true},
                             {"P<*>", "P<>", true},
                             {"P<*>", "P", true},
                             {"P<*, *>", "P<int>", true},
                             {"P<$A, *>", "P<int, long, char>", true},
                             {"P<$A>", "P<int, long>", false},
                             {"P<$A, $A>", "P<int, int>", true},
                             {"P<$A, $A>", "P<int, long>", false},
                             {"P<64>", "P<64>", true},
                             {"P<64>", "P<65>", false},
                             {"P<64>", "P", false},
                             {"P<Foo *>", "P<Foo *>", true},
                             {"P<Foo *>", "P<Foo*>", true},
                             {"P<Foo *>", "P<FooBar>", false},
                             {"P<Foo*>", "P<FooBar>", true},
                             {"P<$T *>", "P<Foo *>", true},
                             {"P<$T *>", "P<Foo>", false},
                             {"P<std::string>", "P<std::__cxx11::string>", true},
                             {"P<Foo>", "P<struct Foo>", true},
                             {"P<const Foo>", "P<const Foo>", true},
                             {"P<unsigned int>", "P<unsigned int>", true},
                             {"P<a::*>", "P<a::Foo>", true},
                             {"P<a::*>", "P<b::Foo>", false},
                             {"std::unique_ptr<*, DB::Pool<*>::Deleter>",
                              "std::unique_ptr<Foo, DB::Pool<Foo>::Deleter>", true},
                             {"std::unique_ptr<*, DB::Pool<*>::Deleter>",
                              "std::unique_ptr<Foo, std::default_delete<Foo>>", false},
                             {"P<*>", "P<std::function<void (int, std::vector<int>)>, char>", true},
                             {"P<$A, char>", "P<std::function<void (int, std::vector<int>)>, char>",
                              true},
                             {"P<$A>", "P<(1 > 0)>", true},
                             {"struct pool_head", "pool_head", true},
                             {"pool_head", "struct pool_head", true},
                             // Operators hold angle brackets and stars of their own.
                             {"a::operator<", "a::operator<", true},
                             {"a::operator<<", "a::operator<<", true},
                             {"a::P<*>::operator->", "a::P<int>::operator->", true},
                             {"a::P<*>::operator*", "a::P<int>::operator*", true},
                             {"a::P<*>::operator*", "a::P<int>::operator->", false},
                             {"a::P::operator()", "a::P::operator()", true},
                             {"a::P::~P", "a::P::~P", true},
                         }));

TEST(PatternBindings, BindsWholeArguments) {
  Bindings bindings;
  ASSERT_TRUE(pattern("ClassAllocator<$C, $D, *>")
                  .matches(split_name("ClassAllocator<ns::HttpSM<int, 3>, false, 1>"), bindings));
  EXPECT_EQ(bindings, (Bindings{{"$C", "ns::HttpSM<int, 3>"}, {"$D", "false"}}));
}

TEST(PatternBindings, LeavesThePointerToThePattern) {
  Bindings bindings;
  ASSERT_TRUE(pattern("P<$T *>").matches(split_name("P<Foo *>"), bindings));
  EXPECT_EQ(bindings.at("$T"), "Foo");
}

TEST(PatternBindings, AFailedMatchOfAnotherLengthBindsNothingWrong) {
  Bindings bindings{{"$T", "Bar"}};
  EXPECT_FALSE(pattern("P<$T>").matches(split_name("P<Foo>"), bindings));
  EXPECT_TRUE(pattern("P<$T>").matches(split_name("P<Bar>"), bindings));
}

TEST(PatternSplit, LastComponent) {
  EXPECT_EQ(last_component("a::B<c::D>::f"), "f");
  EXPECT_EQ(last_component("a::B<c::D, E<F> *>"), "B");
  EXPECT_EQ(last_component("f"), "f");
  EXPECT_EQ(last_component("a::B::operator<"), "operator<");
  EXPECT_EQ(last_component("a::B<c>::operator()"), "operator()");
  EXPECT_EQ(last_component("struct pool_head"), "pool_head");
  EXPECT_EQ(last_component("(anonymous namespace)::f"), "f");
  EXPECT_EQ(last_component(""), "");
  EXPECT_EQ(last_component("a::(lambda at x.cc:1:2)::operator()"), "operator()");
}

TEST(PatternSplit, TakesAnyText) {
  for (const char* text : {"", "::", "<", ">", "a<", "a>", "a::<", "((((", "))))", "a,b",
                           "operator", "operator<<<<", "a<b<c>", "::::", "a::operator"}) {
    EXPECT_FALSE(split_name(text).empty()) << text;
    (void)last_component(text);
    EXPECT_FALSE(pattern("Nobody").matches(text));
  }
}

TEST(PatternKey, IsALiteralComponent) {
  EXPECT_EQ(pattern("a::B<*>").key(), "B");
  EXPECT_EQ(pattern("a::*B").key(), "");
  EXPECT_EQ(pattern("a::b::*B").literal_word(), "b");
  EXPECT_EQ(pattern("*::*").literal_word(), "");
  EXPECT_EQ(pattern("a::**").key(), "");
  EXPECT_EQ(pattern("a::**").literal_word(), "a");
  EXPECT_EQ(pattern("mongocxx::pool").literal_word(), "mongocxx");
  EXPECT_EQ(pattern("P::operator->").literal_word(), "P");
  EXPECT_EQ(pattern("std::unique_ptr<*, DB::Pool<*>::Deleter>").literal_word(), "Deleter");
  EXPECT_EQ(pattern("std::unique_ptr<*, *>").literal_word(), "unique_ptr");
}

TEST(PatternKey, MoreTextIsMoreSpecific) {
  EXPECT_GT(pattern("Poco::ObjectPool").specificity(), pattern("*::ObjectPool").specificity());
  EXPECT_GT(pattern("*::ObjectPool").specificity(), pattern("*::*Pool").specificity());
  EXPECT_GT(pattern("P<Foo>").specificity(), pattern("P<*>").specificity());
}

struct BadPattern {
  const char* text;
  uint32_t column;  // 0: the whole text
  const char* message;
};

class PatternErrors : public ::testing::TestWithParam<BadPattern> {};

TEST_P(PatternErrors, SayWhatIsExpected) {
  const Result<NamePattern> parsed = NamePattern::parse(GetParam().text);
  ASSERT_FALSE(parsed) << GetParam().text;
  EXPECT_EQ(parsed.error().message, GetParam().message);
  EXPECT_EQ(parsed.error().column, GetParam().column);
}

INSTANTIATE_TEST_SUITE_P(Texts, PatternErrors,
                         ::testing::ValuesIn(std::vector<BadPattern>{
                             {"", 0, "expected a name, found nothing"},
                             {"P<", 0, "expected a '>' for every '<'"},
                             {"P<a<b>", 0, "expected a '>' for every '<'"},
                             {"P>", 0, "expected a '<' before '>'"},
                             {"a::::b", 4, "expected a name or '*' between the separators"},
                             {"a::", 4, "expected a name or '*' between the separators"},
                             {"::", 1, "expected a name or '*' between the separators"},
                             {"$T", 1, "expected '$' names only inside '<...>'"},
                             {"P<$>", 3, "expected a letter behind '$'"},
                             {"P<$T[]>", 5, "expected only '*' and '&' behind a '$' name"},
                             {"P<a$T>", 3, "expected a '$' name to be a whole argument"},
                             {"P<a,,b>", 1, "expected a name or '*' between the commas"},
                             {"<a>", 1, "expected a name before '<'"},
                             {"P<a<a<a<a<a<a<a<a<a<a>>>>>>>>>>", 19,
                              "expected less nesting of '<...>'"},
                         }));

TEST(PatternErrors, LimitsTheLength) {
  EXPECT_FALSE(NamePattern::parse(std::string(513, 'a')));
  EXPECT_TRUE(NamePattern::parse(std::string(512, 'a')));
}

TEST(Spelling, FindsTheNearestWord) {
  const std::vector<std::string_view> words = {"acquire", "release", "handle", "fn"};
  EXPECT_EQ(nearest_word("aquire", words), "acquire");
  EXPECT_EQ(nearest_word("relaese", words), "release");
  EXPECT_EQ(nearest_word("Handel", words), "handle");
  EXPECT_EQ(nearest_word("nf", words), "fn");
  EXPECT_EQ(nearest_word("unrelated", words), "");
  EXPECT_EQ(nearest_word("", words), "");
  EXPECT_EQ(nearest_word(std::string(100, 'x'), words), "");
}

TEST(Spelling, CountsEdits) {
  EXPECT_EQ(edit_distance("abc", "abc", 3), 0U);
  EXPECT_EQ(edit_distance("abc", "acb", 3), 1U);
  EXPECT_EQ(edit_distance("abc", "abcd", 3), 1U);
  EXPECT_EQ(edit_distance("abc", "xyz", 3), 3U);
  EXPECT_EQ(edit_distance("abc", "uvwxyz", 3), 4U);
  EXPECT_EQ(edit_distance("ABC", "abc", 3), 0U);
}

}  // namespace
}  // namespace pool_audit::model
