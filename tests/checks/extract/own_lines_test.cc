// Which statements have their lines for themselves, so that others can be added before and behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/extract/extract_support.h"

namespace pool_audit::extract {
namespace {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using testing::ElementsAre;
using testing::IsEmpty;

// "line", "line tabs" or "line crlf" of each statement that has its lines for itself.
std::vector<std::string> found_in(const std::string& body) {
  const Unit unit = cxx("struct Foo; Foo* get(); void put(Foo*);\n#define PUT(x) put(x)\n" + body);
  std::vector<std::string> out;
  for (const facts::FlowGraph& graph : unit.facts().graphs) {
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (!event.has(EventFlag::own_lines)) continue;
        EXPECT_TRUE(event.kind == EventKind::call || event.kind == EventKind::assign);
        out.push_back(std::to_string(event.location.line - 2) +
                      (event.has(EventFlag::tabs) ? " tabs" : "") +
                      (event.has(EventFlag::crlf) ? " crlf" : ""));
      }
    }
  }
  std::ranges::sort(out);
  return out;
}

TEST(OwnLines, CallsAndPointersThatCallsInitialise) {
  EXPECT_THAT(found_in("void f() {\n  Foo* p = get();\n  put(p);\n  int n = 3;\n  p = get();\n}"),
              ElementsAre("2", "3"));
  EXPECT_THAT(found_in("void f() {\n\tFoo* p = get();\n\t\tput(p);\n \tput(p);\n}"),
              ElementsAre("2 tabs", "3 tabs"));
  EXPECT_THAT(found_in("void f() {\nput(\n  get()\n  )  ;\n}"), ElementsAre("2"));
}

TEST(OwnLines, CommentsMayFollow) {
  EXPECT_THAT(found_in("void f() {\n  put(get());  // a\n  put(get()); /* b */\n}"),
              ElementsAre("2", "3"));
  EXPECT_THAT(found_in("void f() {\n  put(get());  // a \\\n b\n  put(get()); /* c\n */\n}"),
              IsEmpty());
  EXPECT_THAT(found_in("void f() {\n  put(get());  /* a */ put(get()); /* b */\n}"), IsEmpty());
}

TEST(OwnLines, NotWithOthersOnTheLine) {
  EXPECT_THAT(found_in("void f() { put(get()); }"), IsEmpty());
  EXPECT_THAT(found_in("void f() {\n  put(get()); put(get());\n  { put(get());\n}}"), IsEmpty());
  EXPECT_THAT(found_in("void f() {\n  Foo* p = get(), *q = p;\n  put(p), put(q);\n}"), IsEmpty());
}

TEST(OwnLines, NotUnderAStatementOrALabel) {
  EXPECT_THAT(found_in("void f(int n) {\n  if (n)\n    put(get());\n  else\n    put(get());\n"
                       "  while (n)\n    put(get());\n  switch (n) {\n  case 1:\n    put(get());\n"
                       "  }\n  goto here;\nhere:\n  put(get());\n}"),
              IsEmpty());
  EXPECT_THAT(found_in("void f(int n) {\n  for (Foo* p = get();\n  n;\n  put(p)\n  ) {\n  }\n}"),
              IsEmpty());
  EXPECT_THAT(found_in("Foo* f() { return ({\n  put(get());\n  get();\n}); }"), ElementsAre("2"));
}

TEST(OwnLines, NotInMacros) {
  EXPECT_THAT(found_in("void f() {\n  PUT(get());\n  put(get());\n}"), ElementsAre("3"));
}

TEST(OwnLines, ToldApartByTheirLineEnds) {
  EXPECT_THAT(
      found_in("void f() {\r\n  put(get());\r\n\tput(get());  // a\r\n  put(get());\n}\r\n"),
      ElementsAre("2 crlf", "3 tabs crlf", "4"));
  EXPECT_THAT(found_in("void f() {\r\n  put(get());  // a \\\r\n b\r\n}\r\n"), IsEmpty());
}

}  // namespace
}  // namespace pool_audit::extract
