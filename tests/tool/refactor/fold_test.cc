// Functions of a pool as they read without spares. In the tests `spares` holds them, `idle` counts
// them, and objects end by `delete`.
#include "tool/refactor/fold.h"

#include <gtest/gtest.h>

#include "tool/refactor/members.h"

namespace pool_audit::refactor {
namespace {

Folded folded(const std::string& body, const std::string& dispose = "delete ") {
  const Source source(body);
  FoldInput input;
  for (size_t i = 0; i < source.tokens().size(); ++i) {
    if (source.tokens()[i].is("spares")) input.spares.slots.insert(i);
    if (source.tokens()[i].is("idle")) input.spares.counts.insert(i);
  }
  input.null = "nullptr";
  input.reset = "reset";
  input.dispose = [&](const std::string& object) {
    return std::optional<std::string>(dispose.empty() ? "" : dispose + object);
  };
  return fold(source, 0, input);
}

std::string body_of(const std::string& text) {
  const Folded out = folded(text);
  return out.reason.empty() ? out.body : "not: " + out.reason;
}

TEST(Fold, WhatStandsBehindTheFirstReturnGoes) {
  EXPECT_EQ(body_of("{\n  if (spares.empty()) return new T;\n  T* t = spares.back();\n"
                    "  spares.pop_back();\n  return t;\n}"),
            "{\n  return new T;\n}");
}

TEST(Fold, ALocalThatIsOnlyDeclaredIsInitialised) {
  EXPECT_EQ(
      body_of("{\n\tT* t = nullptr;\n\tif (this->spares.size() > 0)\n\t{\n\t\tt = spares.back();\n"
              "\t\tspares.pop_back();\n\t}\n\telse\n\t{\n\t\tt = new T;  // a new one\n\t}\n"
              "\tt->n = n;\n\treturn t;\n}"),
      "{\n\tT* t = new T;  // a new one\n\tt->n = n;\n\treturn t;\n}");
}

TEST(Fold, TheHeadOfAListIsNull) {
  EXPECT_EQ(body_of("{\n  T* t = pool->spares;\n  if (t != NULL) {\n    pool->spares = t->next;\n"
                    "    pool->idle--;\n  }\n  if (!t) t = new T;\n  return t;\n}"),
            "{\n  T* t = new T;\n  return t;\n}");
}

TEST(Fold, WhatWasStoredIsDestroyed) {
  EXPECT_EQ(
      body_of("{\n  if (idle >= kMost) {\n    delete t;\n    return;\n  }\n  t->next = spares;\n"
              "  spares = t;\n  ++idle;\n}"),
      "{\n  delete t;\n}");
  EXPECT_EQ(body_of("{\n  t->reset();\n  spares.push_back(t);\n}"), "{\n  delete t;\n}");
}

TEST(Fold, LoopsOverSparesGo) {
  EXPECT_EQ(body_of("{\n  for (T* each : spares) delete each;\n  spares.clear();\n  f();\n}"),
            "{\n  f();\n}");
  EXPECT_EQ(
      body_of(
          "{\n  while (spares) {\n    T* t = spares;\n    spares = t->next;\n    delete t;\n  }\n"
          "  for (T* t = spares; t; t = t->next) g(t);\n  f();\n}"),
      "{\n  f();\n}");
}

TEST(Fold, ALockGuardsNothingAlone) {
  EXPECT_EQ(body_of("{\n  ++taken;\n  {\n    std::lock_guard<std::mutex> lock(m);\n"
                    "    if (!spares.empty()) {\n      T* t = spares.back();\n"
                    "      spares.pop_back();\n      return t;\n    }\n  }\n  return new T;\n}"),
            "{\n  ++taken;\n  return new T;\n}");
  EXPECT_EQ(body_of("{\n  {\n    std::lock_guard<std::mutex> lock(m);\n    spares.clear();\n"
                    "    ++n;\n  }\n  f();\n}"),
            "{\n  {\n    std::lock_guard<std::mutex> lock(m);\n    ++n;\n  }\n  f();\n}");
}

TEST(Fold, ALockThatNeverGuardedSparesStays) {
  EXPECT_EQ(body_of("{\n  { std::lock_guard<std::mutex> lock(m); }\n  ready.notify_all();\n"
                    "  spares.push_back(t);\n}"),
            "{\n  { std::lock_guard<std::mutex> lock(m); }\n  ready.notify_all();\n"
            "  delete t;\n}");
}

TEST(Fold, OtherConditionsStay) {
  EXPECT_EQ(body_of("{\n  if (closed || spares.empty()) return make(closed);\n  return take();\n}"),
            "{\n  return make(closed);\n}");
  EXPECT_EQ(body_of("{\n  if (closed && !spares.empty()) return 1;\n  return closed;\n}"),
            "{\n  return closed;\n}");
  EXPECT_EQ(body_of("{\n  if (used + spares.size() > most) return 1;\n  return 2;\n}"),
            "{\n  if (used + 0 > most) return 1;\n  return 2;\n}");
}

TEST(Fold, ACallInAConditionIsNotLeftOut) {
  EXPECT_EQ(body_of("{\n  if (check() || spares.empty()) return 1;\n  return 2;\n}"),
            "{\n  if (check() || true) return 1;\n  return 2;\n}");
}

TEST(Fold, OneLineStaysOneLine) {
  EXPECT_EQ(body_of("{ if (spares.empty()) return new T; T* t = spares.back(); spares.pop_back();"
                    " return t; }"),
            "{ return new T; }");
  EXPECT_EQ(body_of("{ if (spares.empty()) { return new T; } T* t = spares.back(); return t; }"),
            "{ return new T; }");
  EXPECT_EQ(body_of("{ f(t); t->reset(); spares.push_back(t); ++idle; }"), "{ f(t); delete t; }");
  EXPECT_EQ(body_of("{ for (T* each : spares) delete each; }"), "{}");
  EXPECT_EQ(body_of("{ if (idle > 9) { delete t; return; } spares.push_back(t); }"),
            "{ delete t; }");
  EXPECT_EQ(body_of("{ if (idle > 9) { delete t; return; }\n  spares.push_back(t); }"),
            "{\n  delete t; }");
  EXPECT_EQ(body_of("{\n  if (spares.empty()) { return new T; } T* t = spares.back();\n"
                    "  return t;\n}"),
            "{\n  return new T;\n}");
  EXPECT_EQ(body_of("{\n  if (spares.empty()) return new T; T* t = spares.back(); return t;\n}"),
            "{\n  return new T;\n}");
}

TEST(Fold, WhatIsNotUnderstoodIsNotDone) {
  for (const char* body : {
           "{ return spares.back(); }",
           "{ use(&spares); }",
           "{ spares = t->next; }",
           "{ spares.push_back(&store[i]); }",
           "{ spares.push_back(t); t->n = 0; }",
           "{ auto& list = spares; list.pop_back(); }",
           "{ T* t = spares; t->n = 1; }",
           "{ ready.wait(lock, [&] { return !spares.empty(); }); }",
           "{ while (spares.empty()) ready.wait(lock); }",
           "{ while (spares.empty() && open) sleep(1); }",
           "{\n#if X\n  spares.clear();\n#endif\n}",
           "{ if (spares) goto out; out: return; }",
       }) {
    EXPECT_NE(folded(body).reason, "") << body;
  }
}

TEST(Fold, AnOwnerEndsItsObjectItself) {
  EXPECT_EQ(folded("{\n  if (spares.size() < most) spares.push_back(std::move(t));\n}", "").body,
            "{\n}");
}

TEST(Initialisers, GoWithTheirCommas) {
  const auto without = [](const std::string& text, const std::string& name) {
    const Source source(text);
    const size_t opening = source.token_at(text.rfind('{'));
    std::string out = text;
    const auto ranges =
        initialisers(source, 0, opening, [&](size_t i) { return source.tokens()[i].is(name); });
    for (size_t i = ranges.size(); i-- > 0;) {
      out.erase(ranges[i].begin, ranges[i].end - ranges[i].begin);
    }
    return out;
  };
  EXPECT_EQ(without("A::A(int n) : a(n), b(f(1, 2)), c{3} {}", "a"),
            "A::A(int n) : b(f(1, 2)), c{3} {}");
  EXPECT_EQ(without("A::A(int n) : a(n), b(f(1, 2)), c{3} {}", "b"), "A::A(int n) : a(n), c{3} {}");
  EXPECT_EQ(without("A::A(int n)\n  : a(n)\n  , b(2)\n{}", "b"), "A::A(int n)\n  : a(n)\n{}");
  EXPECT_EQ(without("A() : a() {}", "a"), "A() {}");
}

TEST(LineChanges, AreWhatIsDifferent) {
  const auto changes = line_changes(10, "a\nb\nc\nd\n", "a\nx\nc\n");
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].range, (Range{12, 14}));
  EXPECT_EQ(changes[0].text, "x\n");
  EXPECT_EQ(changes[1].range, (Range{16, 18}));
  EXPECT_EQ(changes[1].text, "");
}

}  // namespace
}  // namespace pool_audit::refactor
