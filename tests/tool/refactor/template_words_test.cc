#include "tool/refactor/template_words.h"

#include <gtest/gtest.h>

namespace pool_audit::refactor {
namespace {

std::string first(const std::string& text) {
  const Source source(text);
  return first_type_parameter(source, {0, text.size()});
}

TEST(TemplateWords, TheFirstParameterIsAType) {
  EXPECT_EQ(first("template <class T> class A {};"), "T");
  EXPECT_EQ(first("template<typename Item,int N=2>\nstruct A {};"), "Item");
  EXPECT_EQ(first("template <class T = std::vector<int>> struct A {};"), "T");
}

TEST(TemplateWords, OrIsNone) {
  EXPECT_EQ(first("template <int N, class T> class A {};"), "");
  EXPECT_EQ(first("template <class... T> class A {};"), "");
  EXPECT_EQ(first("template <class> class A {};"), "");
  EXPECT_EQ(first("template <template <class> class C> class A {};"), "");
  EXPECT_EQ(first("template <> class A<int> {};"), "");
  EXPECT_EQ(first("class A {};"), "");
  EXPECT_EQ(first("template"), "");
  EXPECT_EQ(first(""), "");
}

bool specializes(const std::string& text) {
  const Source source(text);
  for (size_t i = 0; i < source.tokens().size(); ++i) {
    if (source.tokens()[i].is("A") && specializes_member(source, i)) return true;
  }
  return false;
}

TEST(TemplateWords, AMemberHasCodeOfItsOwnForAType) {
  EXPECT_TRUE(specializes("int a; template <> inline int* A<int>::get() {}"));
  EXPECT_TRUE(specializes("#include <a>\ntemplate<>\nB<A<int>>* n::A<std::vector<int>>::get();"));
  EXPECT_FALSE(specializes("template <> class A<int> { int* get() {} };"));
  EXPECT_FALSE(specializes("template <class T> T* A<T>::get() {}"));
  EXPECT_FALSE(specializes("template <> void f(A<int> a) {} int* b = A<int>::get();"));
  EXPECT_FALSE(specializes("A"));
  EXPECT_FALSE(specializes("template A<"));
}

}  // namespace
}  // namespace pool_audit::refactor
