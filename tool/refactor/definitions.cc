#include "tool/refactor/definitions.h"

#include <algorithm>
#include <set>

#include "tool/refactor/source.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

namespace {

bool names(const std::string& text, const std::string& name) {
  const Source source(text);
  return std::ranges::any_of(source.tokens(),
                             [&](const SourceToken& token) { return token.is(name); });
}

// Calls `see` with the id of each function and variable that a graph names.
template <typename See>
void each_named(const facts::FlowGraph& graph, const See& see) {
  const auto place = [&](const facts::Place& each) {
    if (each.root == facts::Root::global || each.root == facts::Root::function) see(each.symbol);
  };
  for (const facts::Block& block : graph.blocks) {
    for (const facts::Event& event : block.events) {
      if (event.callee) see(event.callee);
      place(event.target);
      place(event.object.place);
      for (const facts::Operand& each : event.arguments) place(each.place);
    }
    place(block.condition.left.place);
    place(block.condition.right.place);
    for (const facts::Place& each : block.condition.reads) place(each);
  }
}

}  // namespace

Definitions definitions_of(const analysis::Program& program) {
  Definitions out;
  for (const facts::Function* each : program.functions()) {
    const bool own = each->has(facts::FunctionFlag::defined) &&
                     !each->has(facts::FunctionFlag::in_system_header) &&
                     !each->has(facts::FunctionFlag::implicit);
    if (!own || each->linkage != facts::Linkage::external) continue;
    out[std::string(each->id.text())] = {std::string(each->name.text()),
                                         std::string(each->location.file.text())};
  }
  for (const facts::Variable* each : program.variables()) {
    if (!each->is_definition || each->linkage != facts::Linkage::external) continue;
    out[std::string(each->id.text())] = {std::string(each->name.text()),
                                         std::string(each->location.file.text())};
  }
  return out;
}

std::string missing_definition(const Definitions& before, const analysis::Program& program,
                               const Changes& changes, const std::string& root) {
  const Definitions after = definitions_of(program);
  Definitions gone;
  for (const auto& [id, definition] : before) {
    const auto change = changes.find(root + "/" + definition.file);
    if (after.contains(id) || change == changes.end()) continue;
    // Facts may leave out a function that has become of no interest; its name is still there.
    const std::string name = last_part(definition.name);
    if (names(change->second.before, name) && !names(change->second.after, name)) {
      gone.emplace(id, definition);
    }
  }
  if (gone.empty()) return {};
  for (const Symbol function : program.graph_ids()) {
    const auto graph = program.graph(function);
    if (!graph) continue;
    const Definition* missing = nullptr;
    each_named(*graph, [&](Symbol id) {
      const auto found = gone.find(std::string(id.text()));
      if (found != gone.end()) missing = &found->second;
    });
    if (missing == nullptr) continue;
    const facts::Function* known = program.function(function);
    return (known != nullptr ? std::string(known->name.text()) + "()" : "a function") + " needs '" +
           missing->name + "', which nothing defines any more";
  }
  return {};
}

}  // namespace pool_audit::refactor
