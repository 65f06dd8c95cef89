// Every way through the functions of a small pool, and what it comes to. Lines count from 1.
#include "tool/refactor/pool_ways.h"

#include <gtest/gtest.h>

#include <map>

#include "checks/analysis/program.h"
#include "checks/inventory/build.h"
#include "checks/inventory/subject.h"
#include "checks/model/loader.h"
#include "tests/checks/extract/extract_support.h"

namespace pool_audit::refactor {
namespace {

const char* name_of(Fate fate) {
  switch (fate) {
    case Fate::hit:
      return "hit";
    case Fate::made:
      return "made";
    case Fate::failed:
      return "failed";
    case Fate::kept:
      return "kept";
    case Fate::dropped:
      return "dropped";
    case Fate::dies:
      return "dies";
    case Fate::nothing:
      return "nothing";
    case Fate::unknown:
      return "unknown";
  }
  return "";
}

std::string lines(const char* what, const std::set<inventory::Place>& places) {
  std::string out;
  for (const inventory::Place& each : places) {
    out += std::string(" ") + what + std::to_string(each.line);
  }
  return out;
}

// "hit ends 4 takes 3": of one function a way a line, or why there is none.
std::string show(const Ways& ways) {
  if (!ways.reason.empty()) return "none: " + ways.reason;
  std::string out;
  for (const Way& way : ways.all) {
    out += (out.empty() ? "" : "\n") + std::string(name_of(way.fate));
    if (way.may_be_none) out += "?";
    if (way.untouched) out += " untouched";
    out += " ends " + std::to_string(way.end.line);
    out += lines("takes ", way.takes) + lines("makes ", way.makes) + lines("stores ", way.stores) +
           lines("drops ", way.drops) + lines("fills ", way.fills);
    if (way.repeats) out += " repeats";
    if (way.unclear.line != 0) out += " unclear " + std::to_string(way.unclear.line);
  }
  if (!ways.given.empty()) out += "\ngives " + ways.given;
  return out;
}

// Of the gets and puts of every pool in the source, by function.
std::map<std::string, std::string> ways_in(const std::string& source, const std::string& file) {
  static const auto models = model::load_models({});
  const extract::Folder folder;
  folder.write(file, source);
  extract::Command command;
  command.macros = models->macros();
  const extract::Unit unit = extract::extract(folder, file, command);
  for (const facts::Diagnostic& each : unit.facts().diagnostics) {
    ADD_FAILURE() << each.location.line << ": " << each.message.text();
  }
  analysis::Program program;
  program.add(unit.facts());
  std::map<std::string, std::string> out;
  const auto look = [&](const inventory::Subject& subject) {
    for (const analysis::HandWritten& pool : subject.recognised.pools) {
      for (const bool is_put : {false, true}) {
        for (const analysis::Part& part : is_put ? pool.puts : pool.gets) {
          const facts::Function* function = program.function(part.function);
          out[std::string(function->name.text())] = show(ways_of(program, pool, part, is_put));
        }
      }
    }
    return std::vector<inventory::Finding>();
  };
  static_cast<void>(inventory::build(program, *models, look));
  return out;
}

// A list in C: `get` and `put` are bodies.
std::map<std::string, std::string> list(const std::string& get, const std::string& put) {
  return ways_in(
      "void *malloc(unsigned long); void free(void *); void *calloc(unsigned long, unsigned "
      "long);\n"
      "typedef struct node { struct node *next; int value; char rest[64]; } node;\n"
      "static node *free_nodes; static int free_count;\n" +
          get + "\n" + put + "\n",
      "list.c");
}

constexpr const char* kPut = "void node_put(node *n) { n->next = free_nodes; free_nodes = n; }";
constexpr const char* kGet =
    "node *node_get(void) { node *n = free_nodes; if (!n) return malloc(sizeof *n); free_nodes = "
    "n->next; return n; }";

TEST(PoolWays, AGetOfAList) {
  const auto ways = list(
      "node *node_get(void) {\n"
      "  node *n = free_nodes;\n"
      "  if (!n) return malloc(sizeof *n);\n"
      "  free_nodes = n->next;\n"
      "  return n;\n"
      "}",
      kPut);
  EXPECT_EQ(ways.at("node_get"), "hit ends 8 takes 7\nmade? ends 6 makes 6");
  EXPECT_EQ(ways.at("node_put"), "kept ends 0 stores 10");
}

TEST(PoolWays, AConditionThatContradictsIsNoWay) {
  const auto ways = list(
      "node *node_get(void) {\n"
      "  node *n = free_nodes;\n"
      "  if (n) free_nodes = n->next;\n"
      "  if (!n) n = malloc(sizeof *n);\n"
      "  if (!n) return 0;\n"
      "  return n;\n"
      "}",
      kPut);
  EXPECT_EQ(ways.at("node_get"), "hit ends 9 takes 6\nmade ends 9 makes 7\nfailed ends 8 makes 7");
}

TEST(PoolWays, APutThatKeepsSome) {
  const auto ways = list(kGet,
                         "void node_put(node *n) {\n"
                         "  if (!n) return;\n"
                         "  if (free_count > 8) {\n"
                         "    free(n);\n"
                         "    return;\n"
                         "  }\n"
                         "  free_count++;\n"
                         "  n->next = free_nodes;\n"
                         "  free_nodes = n;\n"
                         "}");
  EXPECT_EQ(ways.at("node_put"), "kept ends 0 stores 13\ndropped ends 9 drops 8\nnothing ends 6");
}

TEST(PoolWays, AGetThroughAPointer) {
  const auto ways = list(
      "int node_get(node **out) {\n"
      "  node *n = free_nodes;\n"
      "  if (!out) return -1;\n"
      "  if (n) {\n"
      "    free_nodes = n->next;\n"
      "    *out = n;\n"
      "    return 0;\n"
      "  }\n"
      "  *out = malloc(sizeof *n);\n"
      "  return *out ? 0 : -1;\n"
      "}",
      kPut);
  EXPECT_EQ(ways.at("node_get"),
            "hit ends 10 takes 8\nmade ends 13 makes 12\nfailed untouched ends 6\n"
            "failed ends 13 makes 12\ngives *out");
}

TEST(PoolWays, WhatIsHandedOnMayBeWritten) {
  const auto ways = list(
      "int fill(node **out);\n"
      "int node_get(node **out) {\n"
      "  node *n = free_nodes;\n"
      "  if (!n) { if (fill(out)) return -1; *out = malloc(sizeof *n); return 0; }\n"
      "  free_nodes = n->next;\n"
      "  *out = n;\n"
      "  return 0;\n"
      "}",
      kPut);
  EXPECT_NE(ways.at("node_get").find("unknown untouched ends 7 unclear 7"), std::string::npos)
      << ways.at("node_get");
}

TEST(PoolWays, AnObjectThatIsSomethingElseIsNotKnown) {
  const auto ways = list(
      "node *find(int);\n"
      "node *node_get(int k) {\n"
      "  node *n = free_nodes;\n"
      "  if (k) return find(k);\n"
      "  if (!n) return malloc(sizeof *n);\n"
      "  free_nodes = n->next;\n"
      "  return n;\n"
      "}",
      kPut);
  EXPECT_NE(ways.at("node_get").find("unknown? ends 7 unclear 7"), std::string::npos)
      << ways.at("node_get");
}

TEST(PoolWays, AGetThroughAReference) {
  const auto ways = ways_in(
      "struct Node { Node* next; char bytes[80]; };\n"
      "static Node* free_nodes;\n"
      "void node_get(Node*& out) {\n"
      "  out = free_nodes;\n"
      "  if (out) {\n"
      "    free_nodes = out->next;\n"
      "  } else {\n"
      "    out = new Node;\n"
      "  }\n"
      "}\n"
      "void node_put(Node* node) { node->next = free_nodes; free_nodes = node; }\n",
      "list.cc");
  EXPECT_EQ(ways.at("node_get"), "hit ends 0 takes 6\nmade ends 0 makes 8\ngives out");
}

TEST(PoolWays, ALoopThatPassesOver) {
  const auto ways = list(
      "node *node_get(void) {\n"
      "  while (free_nodes) {\n"
      "    node *n = free_nodes;\n"
      "    free_nodes = n->next;\n"
      "    if (n->value < 3) return n;\n"
      "    free(n);\n"
      "  }\n"
      "  return malloc(sizeof(node));\n"
      "}",
      kPut);
  EXPECT_NE(ways.at("node_get").find("hit ends 8 takes 7"), std::string::npos)
      << ways.at("node_get");
  EXPECT_NE(ways.at("node_get").find("made? ends 11 takes 7 makes 11"), std::string::npos)
      << ways.at("node_get");
}

TEST(PoolWays, AMethodOfATemplate) {
  const auto ways = ways_in(
      "template <class T> struct Pool {\n"
      "  T* get() {\n"
      "    T* out = free_;\n"
      "    if (out == nullptr) return new T;\n"
      "    free_ = out->next;\n"
      "    return out;\n"
      "  }\n"
      "  void put(T* used) { used->next = free_; free_ = used; }\n"
      "  T* free_ = nullptr;\n"
      "};\n"
      "struct Node { Node* next; char bytes[80]; };\n"
      "static Pool<Node> pool_;\n"
      "void use() { pool_.put(pool_.get()); }\n",
      "list.cc");
  EXPECT_EQ(ways.at("Pool::get"), "hit ends 6 takes 5\nmade ends 4 makes 4");
  EXPECT_EQ(ways.at("Pool::put"), "kept ends 0 stores 8");
}

// A class with a container; `body` is what stands in it.
std::map<std::string, std::string> container(const std::string& body) {
  return ways_in(
      "#include <memory>\n#include <utility>\n#include <vector>\n"
      "struct Part { char bytes[80]; };\n"
      "class PartPool {\n public:\n" +
          body +
          " private:\n  std::vector<std::unique_ptr<Part>> spares_;\n};\n"
          "static PartPool pool_;\nvoid use() { pool_.put(pool_.get()); }\n",
      "pool.cc");
}

TEST(PoolWays, SmartPointers) {
  const auto ways = container(
      "  std::unique_ptr<Part> get() {\n"
      "    if (spares_.empty()) return std::make_unique<Part>();\n"
      "    std::unique_ptr<Part> out = std::move(spares_.back());\n"
      "    spares_.pop_back();\n"
      "    return out;\n"
      "  }\n"
      "  void put(std::unique_ptr<Part> part) {\n"
      "    if (!part) return;\n"
      "    if (spares_.size() < 4) spares_.push_back(std::move(part));\n"
      "  }\n");
  EXPECT_EQ(ways.at("PartPool::get"), "hit ends 11 takes 10\nmade ends 8 makes 8");
  EXPECT_EQ(ways.at("PartPool::put"), "kept ends 0 stores 15\ndies ends 0\nnothing ends 14");
}

TEST(PoolWays, ObjectsThatAreMadeAheadOfTime) {
  const auto ways = container(
      "  std::unique_ptr<Part> get() {\n"
      "    if (spares_.empty()) spares_.push_back(std::make_unique<Part>());\n"
      "    std::unique_ptr<Part> out = std::move(spares_.back());\n"
      "    spares_.pop_back();\n"
      "    return out;\n"
      "  }\n"
      "  void put(std::unique_ptr<Part> part) { spares_.push_back(std::move(part)); }\n");
  EXPECT_EQ(ways.at("PartPool::get"), "hit ends 11 takes 10\nhit ends 11 takes 10 makes 8 fills 8");
}

}  // namespace
}  // namespace pool_audit::refactor
