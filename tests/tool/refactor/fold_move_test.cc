// Functions of a pool as they read when another pool, `next`, keeps the spares. In the tests
// `spares` holds them, `idle` counts them, `link` links them, and objects end by `delete`.
#include "tool/refactor/fold_move.h"

#include <gtest/gtest.h>

#include "tool/refactor/fold.h"

namespace pool_audit::refactor {
namespace {

using Part = Successor::Part;

Folded folded(Part part, const std::string& body, bool replaces = false,
              const std::string& ending = "delete %") {
  const Source source(body);
  FoldInput input;
  for (size_t i = 0; i < source.tokens().size(); ++i) {
    if (source.tokens()[i].is("spares")) input.spares.slots.insert(i);
    if (source.tokens()[i].is("idle")) input.spares.counts.insert(i);
  }
  input.null = "nullptr";
  input.dispose = [](const std::string&) { return std::nullopt; };
  Successor& next = input.successor.emplace();
  next.part = part;
  next.prefix = prefix_of(source, input.spares.slots).value_or("several ");
  next.name = "next";
  next.ending = ending;
  next.links = {"link"};
  next.locals = {"t", "n", "after", "size"};
  next.replaces = replaces;
  return fold(source, 0, input);
}

std::string body_of(Part part, const std::string& text, bool replaces = false) {
  const Folded out = folded(part, text, replaces);
  return out.reason.empty() ? out.body : "not: " + out.reason;
}

TEST(FoldMove, AGetTakesFromTheNewPool) {
  const std::string once =
      "{\n  if (spares.empty()) return new T;\n  T* t = spares.back();\n"
      "  spares.pop_back();\n  return t;\n}";
  EXPECT_EQ(body_of(Part::get, once), "{\n  return next.get();\n}");
  EXPECT_EQ(folded(Part::get, once).made, "new T");
  EXPECT_EQ(body_of(Part::get,
                    "{\n  T* t;\n  if (p->spares) {\n    t = p->spares;\n"
                    "    p->spares = t->link;\n    t->link = 0;\n    --p->idle;\n"
                    "  } else {\n    t = new (place(1)) T(2);\n  }\n  t->n = n;\n"
                    "  return t;\n}"),
            "{\n  T* t = p->next.get();\n  t->n = n;\n  return t;\n}");
  EXPECT_EQ(body_of(Part::get,
                    "{\n  T* t = nullptr;\n  if (!spares.empty()) {\n"
                    "    t = spares.back();\n    spares.pop_back();\n  }\n"
                    "  if (t == nullptr) t = new ns::T<int>{};\n  return t;\n}"),
            "{\n  T* t = next.get();\n  return t;\n}");
}

TEST(FoldMove, APutKeepsOrDiscards) {
  EXPECT_EQ(body_of(Part::put,
                    "{\n  if (t->size() > 9) {\n    delete t;\n    return;\n  }\n"
                    "  t->reset();\n  if (idle >= 4) {\n    delete t;\n    return;\n  }\n"
                    "  t->link = spares;\n  spares = t;\n  ++idle;\n}"),
            "{\n  if (t->size() > 9) {\n    next.discard(t);\n    return;\n  }\n  t->reset();\n"
            "  next.put(t);\n}");
  EXPECT_EQ(body_of(Part::put, "{ delete spares; spares = t; }", true), "{ next.put(t); }");
  EXPECT_EQ(body_of(Part::put, "{ if (spares) delete t; else spares = t; }"), "{ next.put(t); }");
}

TEST(FoldMove, WhatEndsAllSparesTrims) {
  EXPECT_EQ(body_of(Part::other, "{\n  f();\n  delete p->spares;\n  p->spares = nullptr;\n}"),
            "{\n  f();\n  p->next.trim();\n}");
  EXPECT_EQ(body_of(Part::other,
                    "{\n  while (spares) {\n    T* after = spares->link;\n"
                    "    delete spares;\n    spares = after;\n  }\n  idle = 0;\n}"),
            "{\n  next.trim();\n}");
  EXPECT_EQ(body_of(Part::other, "{ for (T* t : spares) delete t; spares.clear(); }"),
            "{ next.trim(); }");
  EXPECT_EQ(body_of(Part::other, "{ if (spares) { delete spares; spares = 0; } g(); }"),
            "{ next.trim(); g(); }");
}

TEST(FoldMove, AtTheEndTheNewPoolDoesThat) {
  EXPECT_EQ(body_of(Part::edge, "{\n  for (T* t : spares) delete t;\n  f();\n}"), "{\n  f();\n}");
  EXPECT_EQ(body_of(Part::edge, "{ spares = nullptr; idle = 0; }"), "{}");
}

// One of these lost is a patch that does something else.
TEST(FoldMove, WhatTheNewPoolWouldNotDoIsNotLeftOut) {
  const auto refuses = [](Part part, const char* body, const char* why, bool replaces = false) {
    const std::string reason = folded(part, body, replaces).reason;
    EXPECT_NE(reason.find(why), std::string::npos) << body << "\n" << reason;
  };
  // A spare is set up, a new object not.
  refuses(Part::get,
          "{ if (spares.empty()) return new T; T* t = spares.back(); spares.pop_back(); t->n = 0;"
          " return t; }",
          "would not do to a spare");
  refuses(Part::get,
          "{ T* t; if (spares) { t = spares; spares = t->link; reused++; } else t = new T;"
          " return t; }",
          "would not do to a spare");
  refuses(Part::get,
          "{ if (spares) { T* t = spares; spares = t->link; log(t); return t; } return new T; }",
          "would not do to a spare");
  // The other way round.
  refuses(Part::get,
          "{ T* t; if (spares) { t = spares; spares = t->link; } else { t = new T; t->open(); }"
          " return t; }",
          "a new object alone");
  refuses(Part::get,
          "{ if (spares) { T* t = spares; spares = t->link; return t; } T* t = new T; made++;"
          " return t; }",
          "a new object alone");
  refuses(Part::get,
          "{ if (size > 9) return new T; if (spares) { T* t = spares; spares = t->link; return t; }"
          " return new T; }",
          "whether there is a spare or not");
  refuses(Part::get,
          "{ if (spares) { T* t = spares; spares = t->link; return t; }"
          " return size ? new T(1) : new T; }",
          "together with something else");
  refuses(Part::get,
          "{ if (spares) { T* t = spares; spares = t->link; return t; }"
          " return size ? new T : nullptr; }",
          "together with something else");
  refuses(Part::put, "{ if (spares) { dropped++; delete t; } else spares = t; }",
          "would not do to a spare");
  refuses(Part::put,
          "{ while (spares.size() > 9) { delete spares.back(); spares.pop_back(); }"
          " spares.push_back(t); }",
          "in a loop");
  refuses(Part::put, "{ delete spares; spares = t; }", "a spare is ended");
  refuses(Part::other, "{ return spares.size(); }", "how many spares");
  refuses(Part::other, "{ return idle; }", "how many spares");
  refuses(Part::other, "{ for (T* t : spares) t->touch(); }", "would not do to a spare");
  refuses(Part::other, "{ if (!spares) return; delete spares; spares = 0; }", "not what a pool");
  refuses(Part::other, "{ spares.reserve(9); }", "not what a pool");
  refuses(Part::other, "{ spares.push_back(t); }", "no put");
  refuses(Part::edge, "{ for (int i = 0; i < 4; ++i) spares.push_back(new T); }", "ahead of time");
  refuses(Part::edge, "{ for (T* t : spares) { t->close(); delete t; } }",
          "would not do to a spare");
}

TEST(FoldMove, AnEndingIsThatOfTheOldPool) {
  const std::string body = "{\n  if (n) {\n    FREE(t);\n    return;\n  }\n  spares = t;\n}";
  EXPECT_EQ(folded(Part::put, body, false, "FREE(%)").body,
            "{\n  if (n) {\n    next.discard(t);\n    return;\n  }\n  next.put(t);\n}");
  EXPECT_EQ(folded(Part::put, body).body,
            "{\n  if (n) {\n    FREE(t);\n    return;\n  }\n  next.put(t);\n}");
}

TEST(FoldMove, OnePrefixOrNone) {
  const auto prefix = [](const std::string& text) {
    const Source source(text);
    std::set<size_t> spares;
    for (size_t i = 0; i < source.tokens().size(); ++i) {
      if (source.tokens()[i].is("spares")) spares.insert(i);
    }
    return prefix_of(source, spares);
  };
  EXPECT_EQ(prefix("a->spares = a->spares->link;"), "a->");
  EXPECT_EQ(prefix("a.b.spares = 0;"), "a.b.");
  EXPECT_EQ(prefix("spares = 0;"), "");
  EXPECT_EQ(prefix("a->spares = b->spares;"), std::nullopt);
}

}  // namespace
}  // namespace pool_audit::refactor
