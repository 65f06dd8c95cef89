// One identity for each entity, whatever units see it: sources through extraction into a program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "checks/analysis/program.h"
#include "tests/checks/extract/extract_support.h"

namespace pool_audit::analysis {
namespace {

using extract::Command;
using extract::Folder;
using facts::Function;
using testing::ElementsAre;
using testing::SizeIs;

class Linked : public testing::Test {
 protected:
  void write(const std::string& file, std::string_view text) { folder_.write(file, text); }

  // Sources, in this order.
  void link(const std::vector<std::string>& files, const Command& command = {}) {
    for (const std::string& file : files) {
      const extract::Unit unit = extract::extract(folder_, file, command);
      for (const facts::Diagnostic& each : unit.facts().diagnostics) {
        ADD_FAILURE() << file << ":" << each.location.line << ": " << each.message.text();
      }
      program_.add(unit.facts());
    }
  }

  template <typename Fact>
  static std::vector<const Fact*> named(const std::vector<const Fact*>& all,
                                        std::string_view name) {
    std::vector<const Fact*> out;
    std::ranges::copy_if(all, std::back_inserter(out),
                         [&](const Fact* each) { return each->name.text() == name; });
    return out;
  }
  std::vector<const Function*> functions(std::string_view name) const {
    return named(program_.functions(), name);
  }
  std::vector<const facts::Variable*> variables(std::string_view name) const {
    return named(program_.variables(), name);
  }
  std::vector<const facts::Record*> records(std::string_view name) const {
    return named(program_.records(), name);
  }

  // Names of what a function calls, in the order of its events.
  std::vector<std::string> calls(const Function* function) const {
    std::vector<std::string> out;
    const auto graph = program_.graph(function->id);
    if (!graph) return out;
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        if (event.kind != facts::EventKind::call) continue;
        const Function* callee = program_.function(event.callee);
        out.emplace_back(callee ? callee->name.text() : "?");
      }
    }
    return out;
  }
  // The one function that `function` calls.
  Symbol callee(const Function* function) const {
    const auto graph = program_.graph(function->id);
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        if (event.kind == facts::EventKind::call) return event.callee;
      }
    }
    ADD_FAILURE() << function->name.text() << " calls nothing";
    return {};
  }

  Folder folder_;
  Program program_;
};

// ---- static twins ------------------------------------------------------------------------------

TEST_F(Linked, StaticTwinsInDifferentFilesStayTwo) {
  write("a.c",
        "static int spare;\nstatic int take(void) { return spare; }\n"
        "int a(void) { return take(); }\n");
  write("b.c",
        "static int spare;\nstatic int take(void) { return spare + 1; }\n"
        "int b(void) { return take(); }\n");
  link({"a.c", "b.c"});
  ASSERT_THAT(functions("take"), SizeIs(2));
  ASSERT_THAT(variables("spare"), SizeIs(2));
  EXPECT_EQ(program_.function(callee(functions("a")[0]))->location.file.text(), "a.c");
  EXPECT_EQ(program_.function(callee(functions("b")[0]))->location.file.text(), "b.c");
}

TEST_F(Linked, TwinsInAnonymousNamespacesStayTwo) {
  const auto source = [](const std::string& name, const std::string& members) {
    return "namespace n {\nnamespace {\nstruct Node { " + members +
           " Node* next; };\nNode* head;\n}\nNode* " + name +
           "() { Node* node = head; return node->next; }\n}\n";
  };
  write("a.cc", source("a", "int x;"));
  write("b.cc", source("b", "long x[8];"));
  link({"a.cc", "b.cc"}, {.flags = {"-Wno-everything"}});
  const auto heads = variables("n::(anonymous namespace)::head");
  ASSERT_THAT(heads, SizeIs(2));
  EXPECT_NE(heads[0]->type, heads[1]->type);
  std::vector<uint64_t> sizes;
  for (const auto* head : heads) {
    const facts::Record* node = program_.record_of(head->type);
    ASSERT_NE(node, nullptr);
    EXPECT_EQ(node->location.file, head->location.file);
    sizes.push_back(node->size_bytes);
    const auto next = std::ranges::find(node->fields, "next",
                                        [](const facts::Field& each) { return each.name.text(); });
    ASSERT_NE(next, node->fields.end());
    EXPECT_EQ(program_.record_of(next->type), node);
  }
  EXPECT_THAT(sizes, testing::UnorderedElementsAre(16U, 72U));
  for (const std::string name : {"a", "b"}) {
    const auto graph = program_.graph(functions("n::" + name)[0]->id);
    EXPECT_EQ(program_.record_of(graph->locals[0].type)->location.file.text(), name + ".cc");
  }
}

// ---- headers -----------------------------------------------------------------------------------

TEST_F(Linked, WhatAHeaderDeclaresIsOne) {
  write("pool.h", R"(#pragma once
struct Item { int x; };
struct Pool { Item* get(); int size; };
extern Pool pool;
inline Item* from_pool() { return pool.get(); }
static inline int helper() { return 3; }
)");
  write("a.cc", "#include \"pool.h\"\nint a() { return helper() + from_pool()->x; }\n");
  write("b.cc",
        "#include \"pool.h\"\nPool pool;\nItem* Pool::get() { return nullptr; }\n"
        "int b() { return helper() + from_pool()->x; }\n");
  link({"a.cc", "b.cc"});
  EXPECT_THAT(records("Item"), SizeIs(1));
  EXPECT_THAT(records("Pool"), SizeIs(1));
  ASSERT_THAT(variables("pool"), SizeIs(1));
  EXPECT_TRUE(variables("pool")[0]->is_definition);
  EXPECT_EQ(variables("pool")[0]->location.file.text(), "b.cc");
  EXPECT_FALSE(variables("pool")[0]->in_main_file);
  EXPECT_EQ(variables("pool")[0]->header.text(), "pool.h");
  EXPECT_THAT(functions("from_pool"), SizeIs(1));
  EXPECT_THAT(functions("helper"), SizeIs(1)) << "one text, whoever includes it";
  ASSERT_THAT(functions("Pool::get"), SizeIs(1));
  EXPECT_TRUE(program_.has_graph(functions("Pool::get")[0]->id));
  EXPECT_THAT(calls(functions("from_pool")[0]), ElementsAre("Pool::get"));
  EXPECT_EQ(functions("from_pool")[0]->location.file.text(), "pool.h");
  EXPECT_EQ(functions("Pool::get")[0]->header.text(), "pool.h") << "though defined elsewhere";
  EXPECT_EQ(functions("a")[0]->header.text(), "");
}

TEST_F(Linked, ABodyIsAnalysedByTheUnitThatOwnsItsHeader) {
  write("work.h", "#pragma once\ninline int work() { return 1; }\n");
  write("a.cc", "#include \"work.h\"\nint a() { return work(); }\n");
  write("b.cc", "#include \"work.h\"\nint b() { return work(); }\n");
  link({"a.cc"}, {.analyse_header = [](std::string_view) { return false; }});
  ASSERT_THAT(functions("work"), SizeIs(1));
  const Symbol work = functions("work")[0]->id;
  EXPECT_FALSE(program_.has_graph(work));
  link({"b.cc"});
  EXPECT_TRUE(program_.has_graph(work));
  ASSERT_THAT(functions("work"), SizeIs(1));
  EXPECT_TRUE(functions("work")[0]->has(facts::FunctionFlag::defined));
}

// ---- templates ---------------------------------------------------------------------------------

constexpr std::string_view kTemplate = R"(#pragma once
template <class T>
struct Pool {
  T* get() { return take(idle); }
  static T* take(T*& from) { T* out = from; from = nullptr; return out; }
  T* idle;
};
template <class T> T* from(Pool<T>& pool) { return pool.get(); }
)";

TEST_F(Linked, ATemplatesBodiesStandOnceWhateverItIsInstantiatedWith) {
  write("pool.h", kTemplate);
  write("a.cc", "#include \"pool.h\"\nstruct A {};\nA* a(Pool<A>& p) { return from(p); }\n");
  write("b.cc", "#include \"pool.h\"\nstruct B {};\nB* b(Pool<B>& p) { return from(p); }\n");
  write("c.cc", "#include \"pool.h\"\nint c() { return 0; }\n");  // instantiates nothing
  for (const std::vector<std::string>& order :
       {std::vector<std::string>{"a.cc", "b.cc", "c.cc"}, {"c.cc", "b.cc", "a.cc"}}) {
    program_ = Program();
    link(order);
    const std::string first = order[0] == "a.cc" ? "A" : "B";
    for (const std::string_view name : {"Pool::get", "Pool::take", "from"}) {
      ASSERT_THAT(functions(name), SizeIs(1)) << name;
      EXPECT_TRUE(functions(name)[0]->has(facts::FunctionFlag::instantiation)) << name;
    }
    EXPECT_EQ(callee(functions("a")[0]), functions("from")[0]->id);
    EXPECT_EQ(callee(functions("b")[0]), functions("from")[0]->id);
    EXPECT_EQ(callee(functions("from")[0]), functions("Pool::get")[0]->id);
    const auto spelling = [&](facts::TypeId type) {
      return std::string(program_.type(type).spelling.text());
    };
    EXPECT_EQ(spelling(functions("Pool::get")[0]->result), first + " *");
    const auto take = program_.graph(functions("Pool::take")[0]->id);
    EXPECT_EQ(spelling(take->locals[0].type), first + " *&") << "the same instantiation's";
    EXPECT_THAT(records("Pool<A>"), SizeIs(1));
    EXPECT_THAT(records("Pool<B>"), SizeIs(1));
    EXPECT_TRUE(program_.inherits(records("Pool<A>")[0]->id, records("Pool<A>")[0]->pattern));
  }
}

TEST_F(Linked, InstancesOfATemplateVariableAreApart) {
  write("pool.h", kTemplate);
  write("a.cc",
        "#include \"pool.h\"\nstruct A {};\nPool<A> pool_a;\nextern Pool<int> shared;\n"
        "int* a() { return shared.get(); }\n");
  write("b.cc", "#include \"pool.h\"\nPool<int> shared;\n");
  link({"a.cc", "b.cc"});
  ASSERT_THAT(variables("shared"), SizeIs(1));
  EXPECT_EQ(program_.record_of(variables("shared")[0]->type), records("Pool<int>")[0]);
  EXPECT_EQ(program_.record_of(variables("pool_a")[0]->type), records("Pool<A>")[0]);
}

// ---- C and C++ ---------------------------------------------------------------------------------

TEST_F(Linked, CAndCxxSpeakOfTheSame) {
  write("packet.h", R"(#ifndef PACKET_H
#define PACKET_H
#ifdef __cplusplus
extern "C" {
#endif
struct packet { int length; struct packet *next; };
struct packet *packet_get(void);
void packet_put(struct packet *packet);
extern struct packet *free_packets;
#ifdef __cplusplus
}
#endif
#endif
)");
  write("packet.c", R"(#include "packet.h"
struct packet *free_packets;
struct packet *packet_get(void) { struct packet *p = free_packets; free_packets = p->next; return p; }
void packet_put(struct packet *p) { p->next = free_packets; free_packets = p; }
)");
  write("user.cc",
        "#include \"packet.h\"\nint use() { packet* p = packet_get(); int n = p->length; "
        "packet_put(p); return n; }\n");
  for (const std::vector<std::string>& order :
       {std::vector<std::string>{"packet.c", "user.cc"}, {"user.cc", "packet.c"}}) {
    program_ = Program();
    link(order);
    for (const std::string_view name : {"packet_get", "packet_put"}) {
      ASSERT_THAT(functions(name), SizeIs(1)) << name;
      EXPECT_TRUE(program_.has_graph(functions(name)[0]->id)) << name;
    }
    ASSERT_THAT(records("packet"), SizeIs(1));
    EXPECT_EQ(records("packet")[0]->size_bytes, 16U);
    ASSERT_THAT(variables("free_packets"), SizeIs(1));
    EXPECT_THAT(calls(functions("use")[0]), ElementsAre("packet_get", "packet_put"));
    const auto use = program_.graph(functions("use")[0]->id);
    const auto pointer = std::ranges::find(
        use->locals, "p", [](const facts::Local& each) { return each.name.text(); });
    ASSERT_NE(pointer, use->locals.end());
    EXPECT_EQ(program_.record_of(pointer->type), records("packet")[0]);
    EXPECT_EQ(program_.pointee(pointer->type),
              program_.pointee(variables("free_packets")[0]->type));
  }
}

// In C a tag and a typedef, in C++ the class.
TEST_F(Linked, TypedefsOfCAreTheirTypes) {
  write("t.h",
        "typedef struct node { struct node *next; } node_t;\n"
        "#ifdef __cplusplus\nextern \"C\"\n#endif\nvoid put(node_t *node);\n");
  write("a.c", "#include \"t.h\"\nvoid put(node_t *node) { node->next = 0; }\n");
  write("b.cc", "#include \"t.h\"\nvoid b(node* n) { put(n); }\n");
  link({"a.c", "b.cc"});
  EXPECT_THAT(records("node"), SizeIs(1));
  ASSERT_THAT(functions("put"), SizeIs(1));
  EXPECT_EQ(callee(functions("b")[0]), functions("put")[0]->id);
}

// ---- paths -------------------------------------------------------------------------------------

TEST_F(Linked, OneHeaderUnderTwoNames) {
  write("lib/pool.h",
        "#pragma once\nstruct Item { int x; };\n"
        "static inline Item* take() { static Item item; return &item; }\n");
  write("a.cc", "#include \"lib/pool.h\"\nItem* a() { return take(); }\n");
  write("b.cc", "#include \"alias/pool.h\"\nItem* b() { return take(); }\n");
  std::filesystem::create_directory_symlink("lib", folder_.path() + "/alias");
  link({"a.cc", "b.cc"});
  ASSERT_THAT(functions("take"), SizeIs(1));
  EXPECT_EQ(functions("take")[0]->location.file.text(), "lib/pool.h");
  EXPECT_EQ(callee(functions("a")[0]), callee(functions("b")[0]));
  EXPECT_THAT(records("Item"), SizeIs(1));
  EXPECT_THAT(variables("take()::item"), SizeIs(1));
}

TEST_F(Linked, ASourceUnderTwoNames) {
  write("real/a.cc",
        "static int count;\nstatic int next() { return ++count; }\n"
        "int a() { return next(); }\n");
  std::filesystem::create_directory_symlink("real", folder_.path() + "/link");
  link({"real/a.cc", "link/a.cc"});
  EXPECT_THAT(functions("next"), SizeIs(1));
  EXPECT_THAT(variables("count"), SizeIs(1));
}

}  // namespace
}  // namespace pool_audit::analysis
