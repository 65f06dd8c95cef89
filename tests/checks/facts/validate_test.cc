// Each invariant of validate.h, broken.
#include "checks/facts/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "checks/facts/text.h"

namespace pool_audit::facts {
namespace {

// Two types, a record, and a graph of three blocks with one local, temp, capture and try region.
TuFacts sound() {
  Result<TuFacts> facts = parse(
      "type int integer\n"
      "type \"int *\" pointer target=int\n"
      "record r\n"
      "record s\n"
      "variable v: int\n"
      "function f() {\n"
      "  local x: int\n"
      "  capture c: int\n"
      "  try 0: catch int -> 1\n"
      "  block 0 region=0:\n"
      "    t0 = call g(x, [c])\n"
      "    if x -> 1 else 2\n"
      "  block 1:\n"
      "    switch x case 1 -> 0, else -> 2\n"
      "  block 2 exit\n"
      "}\n");
  EXPECT_TRUE(facts) << facts.error().to_string();
  return *facts;
}

struct Broken {
  const char* message;
  std::function<void(TuFacts&)> change;
};

FlowGraph& graph(TuFacts& facts) {
  return facts.graphs.at(0);
}
Event& event(TuFacts& facts) {
  return graph(facts).blocks.at(0).events.at(0);
}

const Broken kBroken[] = {
    {"first entry of the type table", [](TuFacts& x) { x.types.clear(); }},
    {"first entry of the type table", [](TuFacts& x) { x.types[0].size_bytes = 1; }},
    {"type 'int' has a type beyond the 3 in the table", [](TuFacts& x) { x.types[1].target = 3; }},
    {"type 'int' has a type beyond", [](TuFacts& x) { x.types[1].arguments = {0, 8}; }},
    {"contains itself", [](TuFacts& x) { x.types[1].target = 1; }},
    {"contains itself", [](TuFacts& x) { x.types[1].arguments = {0, 2}; }},
    {"record 'r' has a type beyond", [](TuFacts& x) { x.records[0].bases = {{9, false}}; }},
    {"record 'r' has a type beyond",
     [](TuFacts& x) { x.records[0].fields.emplace_back().type = 9; }},
    {"variable 'v' has a type beyond", [](TuFacts& x) { x.variables[0].type = 9; }},
    {"function 'f' has a type beyond",
     [](TuFacts& x) { x.functions[0].parameters.emplace_back().type = 9; }},
    {"function 'f' has a type beyond", [](TuFacts& x) { x.functions[0].record_type = 9; }},
    {"record 'r' stands behind 's'", [](TuFacts& x) { std::swap(x.records[0], x.records[1]); }},
    {"record 'r' is there twice", [](TuFacts& x) { x.records[1] = x.records[0]; }},
    {"variable 'v' is there twice", [](TuFacts& x) { x.variables.push_back(x.variables[0]); }},
    {"function 'f' is there twice", [](TuFacts& x) { x.functions.push_back(x.functions[0]); }},
    {"graph of 'f' is there twice", [](TuFacts& x) { x.graphs.push_back(x.graphs[0]); }},
    {"file '' is there twice", [](TuFacts& x) { x.files.resize(2); }},
    {"has no blocks", [](TuFacts& x) { graph(x).blocks.clear(); }},
    {"the last block must be the exit",
     [](TuFacts& x) { graph(x).blocks[2].terminator = Terminator::unreachable; }},
    {"block 0 is an exit before the last",
     [](TuFacts& x) { graph(x).blocks[0].terminator = Terminator::exit; }},
    {"the exit block has events", [](TuFacts& x) { graph(x).blocks[2].events.resize(1); }},
    {"has 2 parameters and only 1 locals", [](TuFacts& x) { graph(x).parameter_count = 2; }},
    {"temps; at most", [](TuFacts& x) { graph(x).temp_count = kMaxTemps + 1; }},
    {"block 0 has an event on a place", [](TuFacts& x) { graph(x).temp_count = 0; }},
    {"block 0 has an event on a place", [](TuFacts& x) { graph(x).captures.clear(); }},
    {"block 0 has an event on a place",
     [](TuFacts& x) { event(x).arguments.at(0).place.index = 1; }},
    {"block 0 has an event on a place",
     [](TuFacts& x) {
       event(x).object.place.root = Root::local;
       event(x).object.place.index = 5;
     }},
    {"block 0 tests a place",
     [](TuFacts& x) { graph(x).blocks[0].condition.left.place.index = 1; }},
    {"block 0 tests a place",
     [](TuFacts& x) {
       graph(x).blocks[0].condition.reads.emplace_back().root = Root::capture;
       graph(x).blocks[0].condition.reads[0].index = 1;
     }},
    {"block 0 leads to a block", [](TuFacts& x) { graph(x).blocks[0].successors[1] = 3; }},
    {"handler in a block", [](TuFacts& x) { graph(x).regions[0].handlers[0].block = 3; }},
    {"catch clause has a type", [](TuFacts& x) { graph(x).regions[0].handlers[0].type = 3; }},
    {"has a parent that does not exist", [](TuFacts& x) { graph(x).regions[0].parent = 1; }},
    {"has a parent that does not exist", [](TuFacts& x) { graph(x).regions[0].parent = -2; }},
    {"encloses itself", [](TuFacts& x) { graph(x).regions[0].parent = 0; }},
    {"encloses itself",
     [](TuFacts& x) {
       graph(x).regions.resize(3);
       graph(x).regions[0].parent = 2;
       graph(x).regions[2].parent = 1;
       graph(x).regions[1].parent = 2;
     }},
    {"event in no try region", [](TuFacts& x) { event(x).region = 1; }},
    {"throws in no try region", [](TuFacts& x) { graph(x).blocks[1].region = 1; }},
    {"local 'x' is in a try region", [](TuFacts& x) { graph(x).locals[0].region = 1; }},
    {"local 'x' has a type", [](TuFacts& x) { graph(x).locals[0].type = 3; }},
    {"capture 'c' has a type", [](TuFacts& x) { graph(x).captures[0].type = 3; }},
    {"block 0 has a type", [](TuFacts& x) { event(x).type = 3; }},
    {"block 0 has a type", [](TuFacts& x) { event(x).arguments.at(0).type = 3; }},
    {"block 1 has a type", [](TuFacts& x) { graph(x).blocks[1].condition.left.type = 3; }},
    {"block 0 ends in a branch and needs 2 successors; it has 1",
     [](TuFacts& x) { graph(x).blocks[0].successors.pop_back(); }},
    {"block 1 ends in a switch and needs 3 successors; it has 2",
     [](TuFacts& x) { graph(x).blocks[1].cases.emplace_back(); }},
    {"block 1 ends in a jump and needs 1 successors; it has 2",
     [](TuFacts& x) { graph(x).blocks[1].terminator = Terminator::jump; }},
    {"block 2 ends in a exit and needs 0 successors; it has 1",
     [](TuFacts& x) { graph(x).blocks[2].successors.push_back(0); }},
};

TEST(Validate, SoundFactsPass) {
  const auto valid = validate(sound());
  EXPECT_TRUE(valid) << valid.error().to_string();
}

TEST(Validate, SaysWhichInvariantDoesNotHold) {
  size_t index = 0;
  for (const Broken& each : kBroken) {
    TuFacts facts = sound();
    each.change(facts);
    const auto valid = validate(facts);
    ASSERT_FALSE(valid) << "case " << index << ": " << each.message;
    EXPECT_THAT(valid.error().message, testing::HasSubstr(each.message)) << "case " << index;
    ++index;
  }
}

TEST(Validate, LongChainsOfTypesNeedNoStack) {
  TuFacts facts;
  facts.types.resize(300000);
  for (TypeId id = 1; id + 1 < facts.types.size(); ++id) facts.types[id].target = id + 1;
  EXPECT_TRUE(validate(facts));
  facts.types.back().target = 1;
  EXPECT_FALSE(validate(facts));
}

}  // namespace
}  // namespace pool_audit::facts
