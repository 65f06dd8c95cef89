// Functions with thousands of gets cost rules no more than functions with some.
#include "checks/rules/crowds.h"

#include <gtest/gtest.h>

#include <string>

#include "checks/analysis/program.h"
#include "checks/inventory/build.h"
#include "checks/model/loader.h"
#include "checks/rules/resets.h"
#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"
#include "tests/checks/inventory/annotated.h"

namespace pool_audit::rules {
namespace {

constexpr const char* kTaken = "void all(int x) {\n";

// A pool, and a function that takes, cleans and puts so many objects, one after the other.
std::string source(int gets) {
  std::string out = R"(struct Obj { struct Obj *next; int a; int b; };
static struct Obj *spare;
struct Obj *fresh_obj(void);
struct Obj *obj_get(void) {
  struct Obj *o = spare;
  if (!o) return fresh_obj();
  spare = o->next;
  return o;
}
void obj_put(struct Obj *o) {
  o->next = spare;
  spare = o;
}
void obj_reset(struct Obj *o) { o->a = 0; }
)";
  out += kTaken;
  for (int i = 0; i < gets; ++i) {
    out += "  { struct Obj *o = obj_get(); o->a = x; obj_reset(o); obj_put(o); }\n";
  }
  return out + "}\n";
}

// The same pool, of which one function takes an object and another one cleans and puts so many.
std::string source_of_puts(int puts) {
  std::string out = source(0);
  out.resize(out.rfind(kTaken));
  out += "int one(void) { struct Obj *o = obj_get(); int a = o->a; obj_put(o); return a; }\n";
  out += "void back(struct Obj **all) {\n";
  for (int i = 0; i < puts; ++i) {
    const std::string number = std::to_string(i);
    out += "  { struct Obj *o = all[" + number + "]; o->a = 1; obj_reset(o); obj_put(o); }\n";
  }
  return out + "}\n";
}

struct Seen {
  size_t gets = 0;
  size_t crowds = 0;
  size_t doubted = 0;  // pools of whose resets nothing is said
  size_t cleaned = 0;  // gets whose object is cleaned
  uint64_t most = 0;   // events of the function times its gets
  uint64_t looks = 0;
};

// What a rule about resets does: it asks for each get of each pool that it may judge.
Seen ask_of(const std::string& text) {
  ScratchFolder scratch;
  EXPECT_TRUE(write_file_atomically(scratch.path() + "/a.c", text));
  const auto models = model::load_models({});
  EXPECT_TRUE(models);
  analysis::Program program;
  program.add(inventory::facts_of(scratch.path(), "a.c"));
  Seen out;
  (void)inventory::build(program, *models, [&](const Subject& subject) {
    out.crowds = crowds(subject).size();
    const Resets resets(subject);
    for (size_t pool = 0; pool < subject.pools.size(); ++pool) {
      if (resets.of(pool).beyond_doubt) {
        ++out.doubted;
        continue;
      }
      for (const inventory::Taken& get : subject.taken) {
        const auto graph = subject.program.graph(get.function);
        if (!resets.cleaners(*graph, get.origin).empty()) ++out.cleaned;
        for (int leaf = 0; leaf < 3; ++leaf) {
          (void)resets.written_at_once(get, {Symbol("x" + std::to_string(leaf))});
        }
      }
    }
    for (const inventory::Taken& get : subject.taken) {
      for (const auto& block : subject.program.graph(get.function)->blocks) {
        out.most += block.events.size() + 1;
      }
      ++out.gets;
    }
    out.looks = resets.looks();
    return std::vector<Finding>{};
  });
  return out;
}

Seen ask(int gets) {
  return ask_of(source(gets));
}

TEST(Crowds, SomeGetsAreLookedAtEach) {
  const Seen seen = ask(30);
  EXPECT_EQ(seen.gets, 30U);
  EXPECT_EQ(seen.crowds, 0U);
  EXPECT_EQ(seen.doubted, 0U);
  EXPECT_EQ(seen.cleaned, 30U);
  EXPECT_LE(seen.most, kMostLooks);
  // One look for the cleaners and one for what is written behind, however many members there are;
  // and those that the pool's own functions and its puts take.
  EXPECT_GT(seen.looks, 0U);
  EXPECT_LE(seen.looks, 4 * seen.most);
}

TEST(Crowds, ThousandsAreLeftAlone) {
  const Seen seen = ask(2000);
  EXPECT_EQ(seen.gets, 2000U);
  EXPECT_GT(seen.most, kMostLooks);
  EXPECT_EQ(seen.crowds, 1U);
  EXPECT_EQ(seen.doubted, 1U);
  EXPECT_LE(seen.looks, 4 * seen.most / seen.gets) << "a few times the function, not once a get";
}

// Whether they are cleaned before is not looked at, so that nobody may say that they are not.
TEST(Crowds, ThousandsOfPutsMakeTheirPoolDoubtful) {
  EXPECT_EQ(ask_of(source_of_puts(30)).doubted, 0U);
  const Seen seen = ask_of(source_of_puts(2000));
  EXPECT_EQ(seen.gets, 1U);
  EXPECT_EQ(seen.crowds, 0U);
  EXPECT_EQ(seen.doubted, 1U);
}

}  // namespace
}  // namespace pool_audit::rules
