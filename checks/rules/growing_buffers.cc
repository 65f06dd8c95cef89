#include "checks/rules/growing_buffers.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "checks/analysis/survey_names.h"
#include "checks/rules/pooled_contents.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using facts::CompareOp;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;

// The member that the place ends in, or none.
Symbol member_at(const Place& place) {
  const bool member = !place.steps.empty() && place.steps.back().kind == StepKind::field;
  return member ? place.steps.back().field : Symbol();
}

bool is_fixed(const Operand& operand) {
  const bool number = operand.place.root == Root::constant && operand.place.value > 1;
  return number || (operand.place.root == Root::global && operand.place.steps.empty());
}

// `n > 4096`, `4096 < n`: not `n < 64`, which says what there is at least.
bool asks_for_most(const facts::Condition& condition) {
  const CompareOp op = condition.op;
  if (is_fixed(condition.right)) {
    return op == CompareOp::gt || op == CompareOp::ge || op == CompareOp::le;
  }
  return is_fixed(condition.left) &&
         (op == CompareOp::lt || op == CompareOp::le || op == CompareOp::ge);
}

struct Growth {
  Symbol function;
  facts::Location at;
};

class Search : PooledContents {
 public:
  explicit Search(const Subject& subject) : PooledContents(subject) {
    for (const facts::Function* function : subject.program.functions()) {
      const std::string name = analysis::lower(last_component(function->name.text()));
      if (name.find("realloc") != std::string::npos) reallocs_.insert(function->id);
    }
  }

  std::vector<GrowingBuffer> run() {
    std::vector<GrowingBuffer> out;
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      const facts::Record* record = types_.record(subject_.pools[i]);
      if (record == nullptr || !keeps_everything(subject_.pools[i])) continue;
      std::vector<PartOf> parts;
      contents_.each_part(*record, [&](const PartOf& part) {
        const bool pointer =
            subject_.program.type(part.type).kind == facts::TypeKind::pointer && part.field;
        if (pointer && !part.traits && growths().contains(part.field->id)) parts.push_back(part);
      });
      if (parts.empty()) continue;
      const std::set<Symbol> back = lives_.on_the_way_back(i);
      for (const PartOf& part : parts) {
        if (is_cared_for(part.field->id, *record, back)) continue;
        out.push_back({i, part.path, part.field, growths().at(part.field->id).at});
      }
    }
    return out;
  }

 private:
  using PartOf = analysis::PartOf;

  std::string_view name_of(const Event& event) const {
    const facts::Function* callee =
        event.kind == EventKind::call ? subject_.program.function(event.callee) : nullptr;
    return callee ? last_component(callee->name.text()) : std::string_view();
  }

  bool reallocates(const Event& event) const {
    return event.kind == EventKind::call && !event.arguments.empty() &&
           reallocs_.contains(event.callee);
  }

  // Members that are made larger without an end, by field.
  const std::map<Symbol, Growth>& growths() {
    if (growths_) return *growths_;
    growths_.emplace();
    for (const Symbol function : subject_.program.graph_ids()) {
      if (const auto graph = subject_.program.graph(function)) note_growths(*graph);
    }
    return *growths_;
  }

  void note_growths(const FlowGraph& graph) {
    std::map<Symbol, facts::Location> found;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        const Symbol member = reallocates(event) ? member_at(event.arguments[0].place) : Symbol();
        if (member && event.arguments.back().place.root != Root::constant) {
          found.emplace(member, event.location);
        }
      }
    }
    if (found.empty() || std::ranges::any_of(graph.blocks, [](const facts::Block& block) {
          return block.terminator == facts::Terminator::branch && asks_for_most(block.condition);
        })) {
      return;
    }
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        const auto grown = found.find(member_at(event.target));
        const bool stored = event.kind == EventKind::assign && !event.arguments.empty() &&
                            event.arguments[0].place.root != Root::null;
        if (stored && grown != found.end()) {
          growths_->try_emplace(grown->first, Growth{graph.function, grown->second});
        }
      }
    }
  }

  bool is_cared_for(Symbol field, const facts::Record& record, const std::set<Symbol>& back) const {
    return std::ranges::any_of(back, [&](Symbol function) {
      const auto graph = subject_.program.graph(function);
      return graph && std::ranges::any_of(graph->blocks, [&](const facts::Block& block) {
               return asks_how_large(block, record) || gives_up(block, field, record);
             });
    });
  }

  // `if (reply->room > 65536)`
  bool asks_how_large(const facts::Block& block, const facts::Record& record) const {
    if (block.terminator != facts::Terminator::branch || !asks_for_most(block.condition)) {
      return false;
    }
    const auto of_object = [&](const Place& place) {
      const auto ref = subject_.program.field(member_at(place));
      return ref.record != nullptr && ref.record->id == record.id;
    };
    return of_object(block.condition.left.place) || of_object(block.condition.right.place) ||
           std::ranges::any_of(block.condition.reads, of_object);
  }

  // Frees the member, makes it smaller, or lets go of it; not where the whole object goes.
  bool gives_up(const facts::Block& block, Symbol field, const facts::Record& record) const {
    bool member = false;
    for (const Event& event : block.events) {
      const bool frees = name_of(event).find("ree") != std::string_view::npos;
      for (const Operand& each : event.arguments) {
        const facts::Record* pointed = subject_.program.record_of(each.type);
        if (frees && pointed != nullptr && pointed->id == record.id) return false;
        if (member_at(each.place) != field) continue;
        const bool fixed = reallocates(event) && is_fixed(event.arguments.back());
        member = member || (event.kind == EventKind::call && (frees || fixed));
      }
      const bool null = event.kind == EventKind::assign && !event.arguments.empty() &&
                        event.arguments[0].place.root == Root::null;
      member = member || (null && member_at(event.target) == field);
    }
    return member;
  }

  std::unordered_set<Symbol> reallocs_;  // functions that realloc() and its like are
  std::optional<std::map<Symbol, Growth>> growths_;
};

}  // namespace

std::vector<GrowingBuffer> growing_buffers(const Subject& subject) {
  return Search(subject).run();
}

}  // namespace pool_audit::rules
