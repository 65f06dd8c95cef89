#include "tests/checks/extract/extract_support.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "checks/facts/text.h"
#include "checks/facts/validate.h"
#include "checks/support/files.h"

namespace pool_audit::extract {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Root;

// ---- files -------------------------------------------------------------------------------------

Folder::Folder() {
  static std::atomic<unsigned> serial{0};
  const std::filesystem::path path =
      std::filesystem::canonical(std::filesystem::temp_directory_path()) /
      ("pool-audit-extract-" + std::to_string(::getpid()) + "-" + std::to_string(serial++));
  std::filesystem::create_directories(path);
  path_ = path.string();
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, std::string_view text) const {
  const std::filesystem::path path = std::filesystem::path(path_) / name;
  std::filesystem::create_directories(path.parent_path());
  const Result<void> written = write_file_atomically(path.string(), text);
  EXPECT_TRUE(written) << written.error().to_string();
  return path.string();
}

Unit extract(const Folder& folder, const std::string& file, const Command& command) {
  Options options;
  options.root = folder.path();
  options.macros = command.macros;
  options.analyse_header = command.analyse_header;
  Extractor extractor(std::move(options));
  const bool plain_c = file.ends_with(".c");
  Input input;
  input.file = folder.path() + "/" + file;
  input.directory = folder.path();
  input.arguments = {plain_c ? "clang" : "clang++", plain_c ? "-std=gnu17" : "-std=c++20"};
  input.arguments.insert(input.arguments.end(), command.flags.begin(), command.flags.end());
  input.arguments.insert(input.arguments.end(), {"-c", input.file});
  Result<facts::TuFacts> facts = extractor.run(input);
  EXPECT_TRUE(facts) << facts.error().to_string();
  if (!facts) return {};
  check_invariants(*facts);
  return Unit(std::move(*facts));
}

namespace {

Unit single(const std::string& name, std::string_view source, const Command& command) {
  const Folder folder;
  folder.write(name, source);
  Unit unit = extract(folder, name, command);
  for (const facts::Diagnostic& diagnostic : unit.facts().diagnostics) {
    ADD_FAILURE() << diagnostic.location.line << ": " << diagnostic.message.text();
  }
  return unit;
}

}  // namespace

Unit cxx(std::string_view source, const Command& command) {
  return single("a.cc", source, command);
}
Unit c(std::string_view source, const Command& command) {
  return single("a.c", source, command);
}

// ---- questions ---------------------------------------------------------------------------------

namespace {

template <class Fact>
const Fact* find(const std::vector<Fact>& list, std::string_view name) {
  const auto found = std::ranges::find(list, Symbol(name), &Fact::name);
  return found == list.end() ? nullptr : &*found;
}

template <class Fact>
const Fact& found_or_empty(const std::vector<Fact>& list, std::string_view name) {
  static const Fact kNone;
  const Fact* found = find(list, name);
  EXPECT_NE(found, nullptr) << "no fact of " << name;
  return found ? *found : kNone;
}

// What flow() leaves out of a graph.
void bare(facts::Operand& operand) {
  operand.type = facts::kNoType;
}
void bare(Event& event) {
  event.location = {};
  if (event.kind != EventKind::new_) event.type = facts::kNoType;  // it is what `new` names
  bare(event.object);
  for (facts::Operand& argument : event.arguments) bare(argument);
}
FlowGraph bare(FlowGraph graph) {
  for (facts::Local& local : graph.locals) local.location = {};
  for (facts::Block& block : graph.blocks) {
    block.location = {};
    bare(block.condition.left);
    bare(block.condition.right);
    for (Event& event : block.events) bare(event);
  }
  return graph;
}

// Facts with the same entities and no types, so that nothing is there to print behind a colon.
std::string print_bare(const FlowGraph& graph, const facts::TuFacts& facts) {
  std::string text = facts::print(graph, facts);
  for (const std::string_view noise : {": ?"}) {
    for (size_t at = text.find(noise); at != std::string::npos; at = text.find(noise, at)) {
      text.erase(at, noise.size());
    }
  }
  return text;
}

}  // namespace

const facts::Function& Unit::function(std::string_view name) const {
  return found_or_empty(facts_.functions, name);
}
const facts::Variable& Unit::variable(std::string_view name) const {
  return found_or_empty(facts_.variables, name);
}
const facts::Record& Unit::record(std::string_view name) const {
  return found_or_empty(facts_.records, name);
}
bool Unit::has_function(std::string_view name) const {
  return find(facts_.functions, name) != nullptr;
}

size_t Unit::graphs_of(std::string_view function) const {
  return static_cast<size_t>(std::ranges::count_if(facts_.graphs, [&](const FlowGraph& graph) {
    return std::ranges::any_of(facts_.functions, [&](const facts::Function& fact) {
      return fact.id == graph.function && fact.name.text() == function;
    });
  }));
}

const FlowGraph& Unit::graph(std::string_view function) const {
  static const FlowGraph kNone;
  for (const FlowGraph& graph : facts_.graphs) {
    for (const facts::Function& fact : facts_.functions) {
      if (fact.id == graph.function && fact.name.text() == function) return graph;
    }
  }
  ADD_FAILURE() << "no graph of " << function;
  return kNone;
}

std::string Unit::flow(std::string_view function) const {
  return print_bare(bare(graph(function)), facts_);
}

std::string Unit::blocks(std::string_view function) const {
  const std::string all = flow(function);
  std::string out = "\n";
  size_t at = all.find("  block 0");
  while (at < all.size()) {
    const size_t end = all.find('\n', at);
    if (all[at] == ' ') out += all.substr(at + 2, end - at - 1);
    at = end + 1;
  }
  return out;
}

std::vector<Event> Unit::events(std::string_view function) const {
  std::vector<Event> out;
  for (const facts::Block& block : graph(function).blocks) {
    out.insert(out.end(), block.events.begin(), block.events.end());
  }
  return out;
}

std::vector<Event> Unit::events(std::string_view function, EventKind kind) const {
  std::vector<Event> out = events(function);
  std::erase_if(out, [&](const Event& event) { return event.kind != kind; });
  return out;
}

std::vector<Event> Unit::calls(std::string_view function, std::string_view name) const {
  std::vector<Event> out = events(function, EventKind::call);
  std::erase_if(out, [&](const Event& event) { return callee(event) != name; });
  return out;
}

Event Unit::event(std::string_view function, EventKind kind) const {
  const std::vector<Event> all = events(function, kind);
  EXPECT_EQ(all.size(), 1U) << flow(function);
  return all.empty() ? Event{} : all.front();
}

Event Unit::call(std::string_view function, std::string_view name) const {
  const std::vector<Event> all = calls(function, name);
  EXPECT_EQ(all.size(), 1U) << "calls of " << name << " in\n" << flow(function);
  return all.empty() ? Event{} : all.front();
}

std::string Unit::text(std::string_view function, const Event& event) const {
  FlowGraph shown = bare(graph(function));
  shown.regions.clear();
  facts::Block block;
  block.events.push_back(event);
  bare(block.events.back());
  block.events.back().region = -1;
  block.terminator = facts::Terminator::unreachable;
  shown.blocks = {block, {}};
  shown.blocks.back().terminator = facts::Terminator::exit;
  const std::string all = print_bare(shown, facts_);
  const size_t head = all.find("block 0 entry:\n");
  const size_t begin = all.find_first_not_of(' ', head + 15);
  return all.substr(begin, all.find('\n', begin) - begin);
}

std::string Unit::text(std::string_view function, const facts::Place& place) const {
  Event event;
  event.target = place;
  return text(function, event).substr(4);  // "use "
}

std::string Unit::text(std::string_view function, const facts::Operand& operand) const {
  Event event;
  event.kind = EventKind::return_;
  event.arguments.push_back(operand);
  return text(function, event).substr(7);  // "return "
}

std::string Unit::callee(const Event& event) const {
  const auto found = std::ranges::find(facts_.functions, event.callee, &facts::Function::id);
  return std::string((found == facts_.functions.end() ? event.callee : found->name).text());
}

std::string_view Unit::spelling(facts::TypeId type) const {
  return facts_.types.at(type).spelling.text();
}

std::string where(const facts::Location& at) {
  std::string out = std::to_string(at.line) + ":" + std::to_string(at.column) + "-";
  if (at.end_line != at.line) out += std::to_string(at.end_line) + ":";
  return out + std::to_string(at.end_column);
}

// ---- invariants --------------------------------------------------------------------------------

namespace {

void collect_temps(const facts::Place& place, std::set<uint32_t>& out) {
  if (place.root == Root::temp) out.insert(place.index);
}

void check_temps(const FlowGraph& graph) {
  std::set<uint32_t> written;
  std::set<uint32_t> read;
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      collect_temps(event.target, written);
      collect_temps(event.object.place, event.object.address_of ? written : read);
      for (const facts::Operand& argument : event.arguments) {
        collect_temps(argument.place, read);
      }
    }
    collect_temps(block.condition.left.place, read);
    collect_temps(block.condition.right.place, read);
  }
  for (const uint32_t temp : read) {
    EXPECT_TRUE(temp < graph.temp_count) << "t" << temp << " of " << graph.function.text();
    EXPECT_TRUE(written.contains(temp))
        << "t" << temp << " is read and never written in " << graph.function.text();
  }
}

void check_graph(const FlowGraph& graph, const facts::TuFacts& facts) {
  const auto known = [&](Symbol id) {
    return std::ranges::binary_search(facts.functions, id, {}, &facts::Function::id);
  };
  EXPECT_TRUE(known(graph.function)) << graph.function.text();
  check_temps(graph);
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      if (event.callee && event.kind != EventKind::macro && !event.has(EventFlag::unresolved)) {
        EXPECT_TRUE(known(event.callee))
            << event.callee.text() << " is called in " << graph.function.text();
      }
      if (event.kind == EventKind::call && event.callee.empty()) {
        EXPECT_TRUE(event.has(EventFlag::indirect)) << graph.function.text();
      }
      if (event.has(EventFlag::void_cast)) {
        EXPECT_TRUE(event.has(EventFlag::discarded)) << graph.function.text();
      }
    }
  }
}

}  // namespace

void check_invariants(const facts::TuFacts& facts) {
  const Result<void> valid = facts::validate(facts);
  EXPECT_TRUE(valid) << valid.error().to_string();
  if (!valid) return;
  for (const FlowGraph& graph : facts.graphs) check_graph(graph, facts);
  for (const facts::Variable& variable : facts.variables) {
    if (!variable.initializer) continue;
    EXPECT_TRUE(
        std::ranges::binary_search(facts.graphs, variable.initializer, {}, &FlowGraph::function))
        << variable.id.text();
  }
  const std::string text = facts::print(facts);
  const Result<facts::TuFacts> again = facts::parse(text);
  EXPECT_TRUE(again) << again.error().to_string();
  if (again) EXPECT_TRUE(*again == facts) << "the text form does not hold these facts";
}

}  // namespace pool_audit::extract
