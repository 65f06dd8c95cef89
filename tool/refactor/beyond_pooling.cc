#include "tool/refactor/beyond_pooling.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>

#include "checks/rules/pooled_type.h"
#include "tool/refactor/instances.h"
#include "tool/refactor/quiet_end.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using facts::Event;
using facts::EventKind;
using facts::Function;
using facts::FunctionFlag;
using facts::Root;
using facts::StepKind;
using inventory::Subject;

namespace {

constexpr std::array<std::string_view, 5> kMakers = {"malloc", "calloc", "operator new",
                                                     "std::make_unique", "std::make_shared"};
constexpr std::array<std::string_view, 3> kEnders = {"free", "operator delete", "realloc"};

bool is_one_of(std::string_view name, auto& list) {
  return std::ranges::find(list, name) != list.end();
}

void each_event(const analysis::Program& program, Symbol id,
                const std::function<void(const Event&)>& visit) {
  const auto graph = program.graph(id);
  if (!graph) return;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) visit(event);
  }
}

// Methods of containers, locks and smart pointers; std::move and the like.
bool is_of_library(const analysis::Program& program, const Event& event) {
  const Function* callee = program.function(event.callee);
  if (callee == nullptr || event.has(facts::EventFlag::indirect)) return false;
  if (!callee->has(FunctionFlag::in_system_header)) return false;
  const std::string_view name = callee->name.text();
  return callee->record || name == "std::move" || name == "std::exchange" || name == "std::swap" ||
         name.starts_with("__builtin") || name == "memset";
}

// Tells another thread, or calls what somebody else wrote.
bool is_heard(std::string_view method) {
  constexpr std::array<std::string_view, 9> kHeard = {"operator()", "join",          "detach",
                                                      "notify_one", "notify_all",    "set_value",
                                                      "set_error",  "set_exception", "release"};
  return is_one_of(method, kHeard);
}

// A body that writes members and calls methods of the library, and nothing else.
bool is_plain(const analysis::Program& program, Symbol id) {
  if (!program.has_graph(id)) return false;
  bool plain = true;
  each_event(program, id, [&](const Event& event) {
    if (event.kind == EventKind::delete_ || event.kind == EventKind::throw_) plain = false;
    if (event.kind == EventKind::assign && event.target.root == Root::global) plain = false;
    if (event.kind != EventKind::call) return;
    const Function* callee = program.function(event.callee);
    plain = plain && is_of_library(program, event) && !is_heard(last_part(callee->name.text()));
  });
  return plain;
}

// Whether the pool's functions are of a template: the body that is known is that of one type.
bool is_template(const analysis::Program& program, const HandWritten& own) {
  const auto in_template = [&](const analysis::Part& part) {
    const Function* function = program.function(part.function);
    return function != nullptr && (function->has(FunctionFlag::instantiation) ||
                                   function->has(FunctionFlag::template_pattern));
  };
  return std::ranges::any_of(own.gets, in_template) || std::ranges::any_of(own.puts, in_template);
}

class Search {
 public:
  Search(const Subject& subject, size_t pool, const HandWritten& own)
      : subject_(subject), program_(subject.program), pool_(subject.pools[pool]), own_(own) {
    for (const auto* list : {&own.gets, &own.puts}) {
      for (const analysis::Part& part : *list) {
        parts_.insert(part.function);
        elements_.insert(element_of(program_, part, list == &own.puts));
      }
    }
  }

  std::vector<Beyond> of_functions(Sources& sources, bool carries_resets) {
    for (const Symbol id : parts_) {
      each_event(id, [&](const Event& event) {
        if (event.kind == EventKind::throw_) add(event, "throws");
        if (event.kind == EventKind::call) call(event, carries_resets);
        if (event.kind == EventKind::delete_) ending(event);
        if (event.kind == EventKind::new_) made(event, event.type);
        if (event.kind == EventKind::assign) global(event, sources);
      });
    }
    return std::move(out_);
  }

  std::vector<Beyond> of_surroundings() {
    const std::set<Symbol> with_object = freed_by_puts();
    for (const Function* each : program_.functions()) {
      if (!program_.has_graph(each->id) || is_pooled(each->record) || is_put(each->id)) continue;
      const auto graph = program_.graph(each->id);
      for (const facts::Block& block : graph->blocks) {
        for (const Event& event : block.events) {
          const auto field = freed_member(event);
          if (!field) continue;
          // The put ends objects in the same way, and what grows goes with its object.
          const bool goes_along = grows(event) || ends_whole(block, event);
          if (with_object.contains(*field) && goes_along) continue;
          const std::string name(program_.field(*field).field->name.text());
          add(event, "frees " + name + " of the objects by hand");
        }
      }
    }
    for (const analysis::Part& part : own_.gets) count_of_made(part.function);
    return std::move(out_);
  }

 private:
  void each_event(Symbol id, const std::function<void(const Event&)>& visit) const {
    refactor::each_event(program_, id, visit);
  }

  [[nodiscard]] bool is_put(Symbol id) const {
    return std::ranges::any_of(own_.puts,
                               [&](const analysis::Part& part) { return part.function == id; });
  }

  [[nodiscard]] bool frees(const Event& event) const {
    if (event.arguments.empty()) return false;
    if (event.kind == EventKind::delete_) return true;
    const Function* callee = program_.function(event.callee);
    return event.kind == EventKind::call && callee != nullptr &&
           is_one_of(callee->name.text(), kEnders);
  }

  [[nodiscard]] bool grows(const Event& event) const {
    const Function* callee = program_.function(event.callee);
    return callee != nullptr && callee->name.text() == "realloc";
  }

  // The member of an object that an event frees, but for the next spare.
  [[nodiscard]] std::optional<Symbol> freed_member(const Event& event) const {
    if (!frees(event)) return std::nullopt;
    const auto& steps = event.arguments[0].place.steps;
    if (steps.size() < 2 || steps.back().kind != StepKind::field) return std::nullopt;
    const auto field = program_.field(steps.back().field);
    if (field.record == nullptr || !is_pooled(field.record->id)) return std::nullopt;
    const facts::Record* linked = program_.record_of(field.field->type);
    if (linked != nullptr && linked->id == field.record->id) return std::nullopt;
    return steps.back().field;
  }

  // Whether the object whose member an event of the block frees is freed in it, too.
  [[nodiscard]] bool ends_whole(const facts::Block& block, const Event& member) const {
    facts::Place object = member.arguments[0].place;
    object.steps.resize(object.steps.size() - 2);  // the member, and the way to it
    return std::ranges::any_of(block.events, [&](const Event& event) {
      return frees(event) && event.arguments[0].place == object;
    });
  }

  // Members that go with their object where a put ends one.
  [[nodiscard]] std::set<Symbol> freed_by_puts() const {
    std::set<Symbol> out;
    for (const analysis::Part& part : own_.puts) {
      const auto graph = program_.graph(part.function);
      if (!graph) continue;
      for (const facts::Block& block : graph->blocks) {
        for (const Event& event : block.events) {
          if (const auto field = freed_member(event); field && ends_whole(block, event)) {
            out.insert(*field);
          }
        }
      }
    }
    return out;
  }

  void add(const Event& event, std::string what) {
    Beyond found{event.location, std::move(what)};
    if (std::ranges::find(out_, found) == out_.end()) out_.push_back(std::move(found));
  }

  [[nodiscard]] bool is_pooled(Symbol record) const {
    const facts::Record* found = record ? program_.record(record) : nullptr;
    return found != nullptr &&
           (found->name.text() == pool_.pooled.name || elements_.contains(found));
  }

  void call(const Event& event, bool carries_resets) {
    const Function* callee = program_.function(event.callee);
    if (event.has(facts::EventFlag::indirect) || callee == nullptr) {
      add(event, "calls what does not show");
      return;
    }
    const std::string name(callee->name.text());
    if (is_one_of(std::string_view(name), kMakers)) {
      const facts::Type& type = program_.type(event.type);
      if (name.starts_with("std::make_") && !type.arguments.empty()) made(event, type.arguments[0]);
      return;
    }
    if (is_one_of(std::string_view(name), kEnders)) {
      ending(event);
      return;
    }
    if (is_of_library(program_, event) || callee->has(FunctionFlag::constructor)) return;
    // A destructor that is called by hand, a reset, and helpers of the pool itself.
    if (last_part(name).starts_with('~')) return;
    const bool pooled = is_pooled(callee->record);
    const bool plain = !parts_.contains(event.callee) && is_plain(program_, event.callee);
    if (carries_resets && (pooled || plain)) return;
    // In a template the objects are those of another pool, as far as its one known body goes.
    const bool of_object = pooled || (callee->record && is_template(program_, own_));
    if (of_object ? plain && resets_alone(subject_, own_, event.callee) : plain) return;
    add(event, "calls " + name + "()");
  }

  // The object itself may end; what it owns is the business of its destructor.
  void ending(const Event& event) {
    if (event.arguments.empty()) return;
    const auto& steps = event.arguments[0].place.steps;
    if (steps.empty() || steps.back().kind != StepKind::field) return;
    const auto field = program_.field(steps.back().field);
    if (field.record != nullptr && is_pooled(field.record->id)) {
      add(event, "frees " + std::string(field.field->name.text()) + " of the object");
    }
  }

  void made(const Event& event, facts::TypeId id) {
    facts::TypeId type = id;
    if (program_.type(type).kind == facts::TypeKind::pointer) type = program_.type(type).target;
    const facts::Record* record = program_.record_of(type);
    if (record == nullptr || record->is_system || pool_.pooled.name.empty()) return;
    if (is_pooled(record->id)) return;
    const facts::Record* pooled = nullptr;
    for (facts::TypeId each = 1; each < program_.type_count() && pooled == nullptr; ++each) {
      const facts::Record* found =
          program_.type(each).kind == facts::TypeKind::record ? program_.record_of(each) : nullptr;
      if (found != nullptr && found->name.text() == pool_.pooled.name) pooled = found;
    }
    if (pooled != nullptr && program_.inherits(record->id, pooled->id)) {
      add(event, "makes objects of " + std::string(record->name.text()));
    }
  }

  static void add(const Function& function, Sources& sources, std::vector<Stretch>& out) {
    for (const Stretch& each : sources.stretch(function.location)) out.push_back(each);
  }

  // A variable that others look at.
  void global(const Event& event, Sources& sources) {
    if (event.target.root != Root::global || event.target.symbol == own_.slot) return;
    if (!event.target.steps.empty()) return;
    const facts::Variable* variable = program_.variable(event.target.symbol);
    if (variable == nullptr) return;
    std::vector<Stretch> ours = sources.stretch(variable->location);
    for (const Symbol id : parts_) {
      if (const Function* function = program_.function(id)) add(*function, sources, ours);
    }
    // A helper that nobody else names is a part of the pool.
    for (const Symbol id : parts_) {
      each_event(id, [&](const Event& call) {
        const Function* helper = program_.function(call.callee);
        if (call.kind != EventKind::call || helper == nullptr || helper->record) return;
        if (parts_.contains(helper->id) || !program_.has_graph(helper->id)) return;
        std::vector<Stretch> with_it = ours;
        add(*helper, sources, with_it);
        const auto& named = sources.occurrences(last_part(helper->name.text()));
        if (std::ranges::all_of(named, [&](const Stretch& use) { return holds(with_it, use); })) {
          ours = std::move(with_it);
        }
      });
    }
    const std::string name = last_part(variable->name.text());
    for (const Stretch& use : sources.occurrences(name)) {
      if (!holds(ours, use)) {
        add(event, "writes " + name + ", which others read");
        return;
      }
    }
  }

  // `if (made_ == 3) return nullptr; ++made_;` counts on objects that never end.
  void count_of_made(Symbol get) {
    const auto step_of = [](const Event& event) -> int64_t {
      const bool counts = event.kind == EventKind::assign &&
                          event.has(facts::EventFlag::arithmetic) && !event.arguments.empty() &&
                          event.target.root != Root::local;
      return counts ? event.arguments[0].place.value : 0;
    };
    const auto graph = program_.graph(get);
    if (!graph) return;
    each_event(get, [&](const Event& event) {
      if (step_of(event) <= 0) return;
      bool goes_down = false;
      for (const analysis::Part& part : own_.puts) {
        each_event(part.function, [&](const Event& other) {
          goes_down = goes_down || (step_of(other) < 0 && same(other.target, event.target));
        });
      }
      const bool is_asked = std::ranges::any_of(graph->blocks, [&](const facts::Block& block) {
        return same(block.condition.left.place, event.target) ||
               same(block.condition.right.place, event.target);
      });
      if (!goes_down && is_asked) add(event, "counts what it made, and refuses by it");
    });
  }

  static bool same(const facts::Place& a, const facts::Place& b) {
    if (!a.steps.empty() && !b.steps.empty()) {
      return a.steps.back().kind == StepKind::field && a.steps.back() == b.steps.back();
    }
    return a.root == Root::global && b.root == Root::global && a.symbol == b.symbol;
  }

  const Subject& subject_;
  const analysis::Program& program_;
  const inventory::Pool& pool_;
  const HandWritten& own_;
  std::set<Symbol> parts_;
  std::set<const facts::Record*> elements_;  // of the bodies that are seen
  std::vector<Beyond> out_;
};

}  // namespace

std::vector<Beyond> beyond_pooling(const Subject& subject, size_t pool, const HandWritten& own,
                                   Sources& sources, bool carries_resets) {
  return Search(subject, pool, own).of_functions(sources, carries_resets);
}

bool resets_alone(const Subject& subject, const HandWritten& own, Symbol method) {
  const analysis::Program& program = subject.program;
  const Function* known = program.function(method);
  if (known == nullptr) return false;
  // What a destructor does may depend on what the reset did.
  const rules::PooledTypes types(subject);
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    if (rules::hand_written(subject, i) != &own) continue;
    if (!ends_quietly(program, types.of(subject.pools[i]))) return false;
  }
  std::set<Symbol> all = {method};
  if (is_template(program, own)) {
    // Others have methods of the same name.
    const std::string name = last_part(known->name.text());
    for (const Function* each : program.functions()) {
      const bool same = each->record && !each->has(FunctionFlag::in_system_header) &&
                        last_part(each->name.text()) == name;
      if (same) all.insert(each->id);
    }
  }
  for (const Symbol id : std::set<Symbol>(all)) {
    for (const Symbol each : program.overriders(id)) all.insert(each);
  }
  return std::ranges::all_of(all, [&](Symbol id) { return is_plain(program, id); });
}

std::vector<Beyond> beyond_removal(const Subject& subject, size_t pool, const HandWritten& own) {
  return Search(subject, pool, own).of_surroundings();
}

}  // namespace pool_audit::refactor
