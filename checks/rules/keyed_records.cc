#include "checks/rules/keyed_records.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <unordered_set>

#include "checks/analysis/survey_names.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;

// Whom a table has an entry for each of.
constexpr std::array kWhose = {"tenant", "user",    "customer", "client", "account", "host",
                               "peer",   "session", "conn",     "domain", "table",   "database",
                               "owner",  "vhost",   "uid",      "org"};
constexpr std::array kCompares = {"strcmp", "strncmp", "strcasecmp", "strncasecmp", "memcmp"};

bool says_whose(std::string_view name) {
  const std::string low = analysis::lower(name);
  return std::ranges::any_of(kWhose,
                             [&](const char* word) { return low.find(word) != std::string::npos; });
}

// The functions that calls are asked for: found once by their names, not at each call.
struct Known {
  std::unordered_set<Symbol> makers;
  std::unordered_set<Symbol> compares;
};

Known known_functions(const analysis::Program& program) {
  Known out;
  for (const facts::Function* function : program.functions()) {
    const std::string_view name = last_component(function->name.text());
    if (name.find("alloc") != std::string_view::npos) out.makers.insert(function->id);
    if (analysis::one_of(name, kCompares)) out.compares.insert(function->id);
  }
  return out;
}

class Reader {
 public:
  Reader(const Subject& subject, const Known& known, const FlowGraph& graph,
         std::map<Symbol, KeyedRecord>& out)
      : program_(subject.program), known_(known), graph_(graph), out_(out) {}

  void read() {
    for (const facts::Block& block : graph_.blocks) {
      for (const Event& event : block.events) {
        if (event.kind == EventKind::call) call(event);
        if (event.kind == EventKind::assign && event.arguments.size() == 1) assign(event);
      }
      const facts::Condition& condition = block.condition;
      const bool equal =
          condition.op == facts::CompareOp::eq || condition.op == facts::CompareOp::ne;
      if (block.terminator == facts::Terminator::branch && equal) {
        compare(condition.left, condition.right, block.location);
        compare(condition.right, condition.left, block.location);
      }
    }
    for (const auto& [record, keyed] : compared_) {
      if (made_.contains(record)) out_.try_emplace(record, keyed);
    }
  }

 private:
  void call(const Event& event) {
    if (event.target.root == Root::temp && known_.makers.contains(event.callee)) {
      fresh_.insert(event.target.index);
    }
    if (event.arguments.size() < 2 || !known_.compares.contains(event.callee)) return;
    compare(event.arguments[0], event.arguments[1], event.location);
    compare(event.arguments[1], event.arguments[0], event.location);
  }

  void assign(const Event& event) {
    const Place& from = event.arguments[0].place;
    if (from.root != Root::temp || !from.steps.empty() || !fresh_.contains(from.index)) return;
    const facts::Record* record = program_.record_of(type_of(event.target));
    if (record != nullptr) made_.insert(record->id);
  }

  void compare(const Operand& member, const Operand& wanted, const facts::Location& at) {
    const Place& place = wanted.place;
    if (place.root != Root::local || place.index >= graph_.parameter_count) return;
    for (const facts::Step& step : member.place.steps) {
      if (step.kind != StepKind::field) continue;
      const auto ref = program_.field(step.field);
      if (ref.field == nullptr || ref.record == nullptr) continue;
      const bool whose = says_whose(ref.field->name.text()) ||
                         says_whose(graph_.locals[place.index].name.text()) ||
                         says_whose(last_component(ref.record->name.text()));
      if (whose) compared_.try_emplace(ref.record->id, KeyedRecord{ref.field, at});
    }
  }

  facts::TypeId type_of(const Place& place) const {
    facts::TypeId type = facts::kNoType;
    if (place.root == Root::local) type = graph_.locals[place.index].type;
    if (const facts::Variable* variable = program_.variable(place.symbol);
        variable != nullptr && place.root == Root::global) {
      type = variable->type;
    }
    for (const facts::Step& step : place.steps) {
      const auto ref = program_.field(step.field);
      type = step.kind != StepKind::field ? program_.type(type).target
             : ref.field != nullptr       ? ref.field->type
                                          : facts::kNoType;
    }
    return type;
  }

  const analysis::Program& program_;
  const Known& known_;
  const FlowGraph& graph_;
  std::map<Symbol, KeyedRecord>& out_;
  std::map<Symbol, KeyedRecord> compared_;  // by record
  std::set<Symbol> made_;                   // records
  std::set<uint32_t> fresh_;                // temps with memory
};

}  // namespace

std::map<Symbol, KeyedRecord> keyed_records(const Subject& subject) {
  std::map<Symbol, KeyedRecord> out;
  const Known known = known_functions(subject.program);
  for (const Symbol function : subject.program.graph_ids()) {
    const auto graph = subject.program.graph(function);
    if (graph) Reader(subject, known, *graph, out).read();
  }
  return out;
}

}  // namespace pool_audit::rules
