#include "tests/checks/analysis/object_flow_support.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "checks/facts/text.h"

namespace pool_audit::analysis {

using facts::Event;

namespace {

constexpr std::string_view kPrelude = R"(unit test.cc
record Obj {
  field self: Obj*
  field next: Obj*
  field buf: char*
  field state: int
}
record Pair {
  field first: Obj*
  field second: int
}
record Server {
  field conn: Obj*
  field flag: bool
  field count: int
  field link: List
  field spare: Obj
}
record Lease {
  field ptr: Obj*
}
record Unique {
  field owned: Obj*
}
record Guard {
  field held: Obj*
}
record Holder {
  field ptr: Obj*
  field link: List
}
record Way {
  field to: Obj**
}
record List {
  field size: int
}
record Error {
  field code: int
}
record BadError {
  field code: int
}
variable cache: Obj*
variable head: List*
variable ready: bool
variable level: int
)";

std::string_view name_of(const Event& event) {
  return event.callee.text();
}

bool acquires(std::string_view name) {
  for (const std::string_view prefix : {"get_", "try_", "status_", "false_", "fill_"}) {
    if (name.starts_with(prefix)) return true;
  }
  return false;
}

CallEffect effect_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Effect>, 13> kEffects = {{
      {"puts_", Effect::puts},
      {"some_", Effect::puts_some},
      {"borrows_", Effect::borrows},
      {"keeps_", Effect::keeps},
      {"returns_", Effect::returns},
      {"moves_", Effect::moves},
      {"resets_", Effect::resets},
      {"owns_", Effect::owns},
      {"destroys_", Effect::destroys},
      {"isnull_", Effect::is_null},
      {"inside_", Effect::points_in},
      {"unknown_", Effect::unknown},
      {"unseen_", Effect::unknown},
  }};
  for (const auto& [prefix, effect] : kEffects) {
    if (name.starts_with(prefix)) return {effect, ""};
  }
  return {Effect::borrows, ""};
}

}  // namespace

CallEffect NamedOracle::effect(const facts::FlowGraph&, const Event& event, int index, bool) const {
  if (name_of(event).starts_with("into0_")) {
    if (index == 0) return {Effect::borrows, ""};
    return {Effect::keeps, "", 0};
  }
  if (name_of(event).starts_with("assign_")) {
    return {index < 0 ? Effect::destroys : Effect::owns, ""};
  }
  return effect_of(name_of(event));
}

CallEffect NamedOracle::capture_effect(Symbol function, uint32_t) const {
  return effect_of(function.text());
}

bool NamedOracle::is_owner(facts::TypeId id) const {
  const facts::Type& what = type(id);
  return what.kind == facts::TypeKind::record && what.spelling.text().starts_with("Lease");
}

bool NamedOracle::destroys(facts::TypeId id) const {
  const facts::Type& what = type(id);
  return what.kind == facts::TypeKind::record && what.spelling.text().starts_with("Unique");
}

bool NamedOracle::puts_member(Symbol, Symbol field) const {
  return field.text() == "Guard::held";
}

const facts::Type& NamedOracle::type(facts::TypeId id) const {
  return id < facts_.types.size() ? facts_.types[id] : facts_.types[0];
}

bool NamedOracle::never_fails(const Event& event) const {
  return name_of(event).starts_with("get_");
}

Failing NamedOracle::failing(const Event& event) const {
  const std::string_view name = name_of(event);
  if (name.starts_with("get_")) return Failing::never;
  if (name.starts_with("try_")) return Failing::null;
  if (name.starts_with("status_")) return Failing::status;
  if (name.starts_with("false_")) return Failing::false_;
  return Oracle::failing(event);
}

Program program(std::string_view blocks) {
  std::string text(R"(
  local o: Obj*
  local p: Obj*
  local q: Obj*
  local r: Obj**
  local ok: bool
  local rc: int
  local k: int
  local s: Holder
  local s2: Holder
  local a: Obj*[3]
  local l: Lease
  local l2: Lease
  local v: List
  local f: ?
  local g: ?
)");
  text += blocks;
  const size_t last = blocks.rfind("block ");
  const int count = std::atoi(blocks.substr(last + 6).data());
  text += "\n  block " + std::to_string(count + 1) + " exit\n";
  return program(text, kHead);
}

Program program(std::string_view body, std::string_view head) {
  const std::string text = std::string(kPrelude) + "function f(" + std::string(head) + ") {\n" +
                           std::string(body) + "}\n";
  auto parsed = facts::parse(text);
  if (!parsed) throw std::runtime_error(parsed.error().to_string() + "\n" + text);
  Program out;
  out.facts = std::move(*parsed);
  if (out.facts.graphs.empty()) throw std::runtime_error("no graph in\n" + text);
  out.graph = out.facts.graphs.front();
  for (size_t b = 0; b < out.graph.blocks.size(); ++b) {
    const auto line = [b](size_t n) { return static_cast<uint32_t>(100 * b + n); };
    facts::Block& block = out.graph.blocks[b];
    for (size_t i = 0; i < block.events.size(); ++i) {
      facts::Location& where = block.events[i].location;
      where.file = Symbol("test.cc");
      where.line = where.end_line = line(i + 1);
      where.column = 1;
      where.end_column = 2;
    }
    block.location.file = Symbol("test.cc");
    block.location.line = block.location.end_line = line(99);
    block.location.column = 1;
    block.location.end_column = 2;
  }
  return out;
}

Origin first_get(const facts::FlowGraph& graph) {
  Origin out;
  for (uint32_t b = 0; b < graph.blocks.size(); ++b) {
    for (uint32_t i = 0; i < graph.blocks[b].events.size(); ++i) {
      const std::string_view name = name_of(graph.blocks[b].events[i]);
      if (!acquires(name)) continue;
      out.block = b;
      out.event = i;
      const bool result = name.starts_with("get_") || name.starts_with("try_");
      out.kind = result ? Origin::Kind::event : Origin::Kind::out;
      return out;
    }
  }
  throw std::runtime_error("nothing is taken");
}

Outcome follow(const Program& program, const Origin& origin, const Limits& limits) {
  return explore(program.graph, origin, NamedOracle(program.facts), limits);
}

std::string flow(std::string_view blocks) {
  const Program parsed = program(blocks);
  return show(follow(parsed, first_get(parsed.graph)));
}

std::string flow(std::string_view blocks, const Origin& origin) {
  return show(follow(program(blocks), origin));
}

std::vector<uint32_t> lines(const std::vector<facts::Location>& locations) {
  std::vector<uint32_t> out;
  for (const facts::Location& each : locations) out.push_back(each.line);
  return out;
}

std::string show(const Outcome& outcome) {
  static constexpr std::array kFates = {"leased",      "all_paths", "some_paths", "never",
                                        "handed_over", "mixed",     "borrowed",   "unproven"};
  std::string out = kFates[static_cast<size_t>(outcome.fate)];
  const auto list = [&out](std::string_view what, const std::vector<facts::Location>& locations) {
    if (locations.empty()) return;
    out += " " + std::string(what);
    for (const facts::Location& each : locations) out += " " + std::to_string(each.line);
  };
  list("puts", outcome.puts);
  list("misses", outcome.misses);
  list("handed", outcome.hand_overs);
  if (outcome.returned) out += " returned";
  if (outcome.reset) out += " reset";
  return out + ": " + outcome.reason;
}

}  // namespace pool_audit::analysis
