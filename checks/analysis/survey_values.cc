#include "checks/analysis/survey_values.h"

#include <algorithm>
#include <set>
#include <string>

#include "checks/analysis/survey_names.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::Step;
using facts::StepKind;

namespace {

constexpr int kPasses = 3;  // through loops

// Without one, what flows into a block is known when its turn comes.
bool goes_back(const facts::FlowGraph& graph) {
  for (uint32_t b = 0; b < graph.blocks.size(); ++b) {
    for (const uint32_t next : graph.blocks[b].successors) {
      if (next <= b) return true;
    }
  }
  return !graph.regions.empty();
}

bool has_field(const Place& place) {
  return std::ranges::any_of(place.steps,
                             [](const Step& step) { return step.kind == StepKind::field; });
}

// What counts an object gives it back: `return meter.made(std::make_unique<T>());`.
bool is_count(std::string_view name, std::string_view last) {
  return (name.starts_with("pool::meter") && (last == "hit" || last == "made")) ||
         last == "pool_meter_hit_with" || last == "pool_meter_made_with";
}

}  // namespace

Values::Values(const facts::FlowGraph& graph, const Program& program, const Lists& lists)
    : graph_(graph),
      program_(program),
      lists_(lists),
      locals_(graph.locals.size()),
      temps_(graph.temp_count),
      captures_(graph.captures.size()) {
  find_aliases();
  const int passes = goes_back(graph) ? kPasses : 1;
  for (int pass = 0; pass < passes; ++pass) {
    const size_t before = size_;
    for (const facts::Block& block : graph_.blocks) {
      for (const Event& event : block.events) flow(event);
    }
    if (size_ == before) break;
  }
}

// auto& free = pool.free_: a local that is set once, to where a slot is.
void Values::find_aliases() {
  std::set<uint32_t> changed;
  for (const facts::Block& block : graph_.blocks) {
    for (const Event& event : block.events) {
      const bool local = event.target.root == Root::local && event.target.steps.empty() &&
                         event.target.index >= graph_.parameter_count;
      if (!local) continue;
      const bool alias = event.kind == EventKind::assign && event.arguments.size() == 1 &&
                         event.arguments[0].address_of;
      const Symbol slot = alias ? exact_slot(event.arguments[0].place) : Symbol();
      const facts::Step* last = alias && !event.arguments[0].place.steps.empty()
                                    ? &event.arguments[0].place.steps.back()
                                    : nullptr;
      const bool element = last && last->kind == StepKind::element;
      if (!slot || element || !aliases_.try_emplace(event.target.index, slot).second) {
        changed.insert(event.target.index);
      }
    }
  }
  for (const uint32_t local : changed) aliases_.erase(local);
}

Symbol Values::exact_slot(const Place& place) const {
  for (size_t at = place.steps.size(); at-- > 0;) {
    const Step& step = place.steps[at];
    if (step.kind == StepKind::element) continue;
    if (step.kind == StepKind::deref && at > 0 && counted_array(place, at)) continue;
    if (step.kind == StepKind::deref) {
      const bool alias = at == 0 && place.root == Root::local;
      const auto found = alias ? aliases_.find(place.index) : aliases_.end();
      return found == aliases_.end() ? Symbol() : found->second;
    }
    // The ends of a list record stand for the member, or the variable, that holds it.
    const bool inside = lists_.in_list(step.field);
    if (inside && at > 0 && place.steps[at - 1].kind == StepKind::field) continue;
    if (inside && at == 0 && place.root == Root::global) break;
    return step.field;
  }
  if (place.root == Root::global) return place.symbol;
  if (place.root == Root::local) {
    if (const auto found = aliases_.find(place.index); found != aliases_.end()) {
      return found->second;
    }
  }
  return {};
}

// The elements of an array that is held by a pointer: T **free, int *free_ids, but neither bytes
// nor objects by value, which are stores of something else.
bool Values::counted_array(const Place& place, size_t deref) const {
  const Step& before = place.steps[deref - 1];
  const bool elements =
      deref + 1 < place.steps.size() && place.steps[deref + 1].kind == StepKind::element;
  if (!elements || before.kind != StepKind::field) return false;
  const auto ref = program_.field(before.field);
  if (!ref.field) return false;
  const facts::Type& held = program_.type(program_.type(ref.field->type).target);
  return held.kind == facts::TypeKind::pointer ||
         (held.kind == facts::TypeKind::integer && held.size_bytes > 1);
}

bool Values::at_tail(const Place& place) const {
  const Step* last = place.steps.empty() ? nullptr : &place.steps.back();
  return last && last->kind == StepKind::field && lists_.in_list(last->field) &&
         lists_.at_tail(last->field);
}

// What the root of the place holds; null for roots of which nothing is known, and for damaged ones.
const Atoms* Values::held_by(const Place& place) const {
  const std::vector<Atoms>* of = place.root == Root::local     ? &locals_
                                 : place.root == Root::temp    ? &temps_
                                 : place.root == Root::capture ? &captures_
                                                               : nullptr;
  return of && place.index < of->size() ? &(*of)[place.index] : nullptr;
}

Atoms* Values::held_by(const Place& place) {
  return const_cast<Atoms*>(std::as_const(*this).held_by(place));
}

void Values::add(const Place& target, const Atoms& more) {
  if (more.empty()) return;
  // What is stored behind a pointer does not become the pointer.
  const bool behind = std::ranges::any_of(
      target.steps, [](const Step& step) { return step.kind == StepKind::deref; });
  Atoms* known = behind ? nullptr : held_by(target);
  if (known) size_ += known->insert(more);
}

Atoms Values::atoms_of(const Place& place) const {
  Atoms out;
  if (const Atoms* held = held_by(place)) out = *held;
  if (place.root == Root::local && place.index < graph_.parameter_count) {
    out.insert({AtomKind::parameter, static_cast<int>(place.index), {}});
  }
  if (place.root == Root::this_ && !has_field(place)) out.insert({AtomKind::this_, -1, {}});
  if (const Symbol slot = exact_slot(place)) out.insert({AtomKind::loaded, -1, slot});
  return out;
}

// &node->link, and what container_of() makes of a link: both are the object.
Atoms Values::part_of_object(const Operand& operand) const {
  Place object = operand.place;
  bool link = false;
  while (!object.steps.empty() && object.steps.back().kind != StepKind::deref) {
    const Step& step = object.steps.back();
    if (step.kind == StepKind::field) {
      const auto ref = program_.field(step.field);
      link = link || lists_.in_list(step.field) ||
             (ref.field && lists_.is_list(program_.type(ref.field->type).record));
    } else {  // p + n; the element of an array is no part of what holds the array
      const size_t count = object.steps.size();
      if (count < 2 || object.steps[count - 2].kind != StepKind::deref) return {};
      link = true;
    }
    object.steps.pop_back();
  }
  if (!link || object.steps.empty()) return {};
  object.steps.pop_back();
  Operand pointer;
  pointer.place = std::move(object);
  return atoms(pointer);
}

Atoms Values::atoms(const Operand& operand) const {
  Atoms out = atoms_of(operand.place);
  if (has_field(operand.place)) {
    out.erase_if([](const Atom& atom) { return atom.kind != AtomKind::loaded; });
  }
  if (operand.address_of) out.insert(part_of_object(operand));
  return out;
}

std::string_view Values::callee_name(const Event& event) const {
  if (const facts::Function* function = program_.function(event.callee)) {
    return function->name.text();
  }
  return event.callee.text();
}

bool Values::makes(const Event& event, std::string_view name) const {
  if (event.kind == EventKind::new_ && !event.has(EventFlag::placement)) return true;
  if (event.kind != EventKind::call) return false;
  const std::string_view last = last_component(name);
  if (one_of(last, kMakers)) return true;
  const facts::Type& result = program_.type(event.type);
  const bool object =
      result.kind == facts::TypeKind::pointer ||
      (result.kind == facts::TypeKind::record && result.template_name.text().starts_with("std::"));
  if (!object) return false;
  if (event.has(EventFlag::indirect)) return true;  // a stored factory
  const std::string word = lower(last);
  return std::ranges::any_of(
      kMakerWords, [&](const char* each) { return word.find(each) != std::string::npos; });
}

void Values::flow(const Event& event) {
  switch (event.kind) {
    case EventKind::assign:
      if (event.compare != facts::CompareOp::none || event.arguments.empty()) break;
      add(event.target, atoms(event.arguments[0]));
      break;
    case EventKind::new_:
      if (!event.has(EventFlag::placement)) {
        add(event.target, {{AtomKind::made, -1, {}}});
      } else if (!event.arguments.empty()) {
        add(event.target, atoms(event.arguments[0]));
      }
      break;
    case EventKind::call:
      flow_call(event);
      break;
    default:
      break;
  }
}

void Values::flow_call(const Event& event) {
  const std::string_view name = callee_name(event);
  const std::string_view last = last_component(name);
  const facts::Function* function = program_.function(event.callee);
  const bool constructor = function && function->has(facts::FunctionFlag::constructor);
  if (constructor) {  // smart pointers and guards hold what they are made from
    for (const Operand& argument : event.arguments) {
      if (event.object.address_of) add(event.object.place, atoms(argument));
    }
    return;
  }
  Atoms result;
  if (const Symbol slot = exact_slot(event.object.place);
      slot && (one_of(last, kTake) || one_of(last, kRemove))) {
    result.insert({AtomKind::element, -1, slot});
    for (const Operand& argument : event.arguments) {  // try_pop(out)
      if (argument.address_of) add(argument.place, result);
    }
  }
  if (last == "exchange" || last == "load" || last == "compare_exchange_weak" ||
      last == "compare_exchange_strong") {
    const Operand* from =
        !event.object.place.steps.empty() || event.object.place.root == Root::global
            ? &event.object
            : (event.arguments.empty() ? nullptr : &event.arguments[0]);
    if (from) {
      if (const Symbol slot = exact_slot(from->place)) {
        result.insert({AtomKind::loaded, -1, slot});
      }
    }
  }
  // Iterators, smart pointers and copies stand for what they point to.
  if (last == "operator*" || last == "operator->" || last == "get" || last == "release" ||
      last == "operator=" || last == "operator conversion" || last == "detach") {
    result.insert(atoms(event.object));
    if (last == "operator=" && !event.arguments.empty()) {
      add(event.object.place, atoms(event.arguments[0]));
    }
  }
  if (last.starts_with("static_pointer_cast") || last == "GetValueOrNull" || name == "std::move" ||
      name == "std::forward" || is_count(name, last)) {
    for (const Operand& argument : event.arguments) {
      result.insert(atoms(argument));
    }
  }
  // What a fresh block gives is fresh as well: block->first(), cut(block).
  const bool pointer = program_.type(event.type).kind == facts::TypeKind::pointer;
  const auto fresh = [&](const Operand& operand) {
    return atoms(operand).contains({AtomKind::made, -1, {}});
  };
  if (makes(event, name) ||
      (pointer && (fresh(event.object) || std::ranges::any_of(event.arguments, fresh)))) {
    result.insert({AtomKind::made, -1, {}});
  }
  add(event.target, result);
}

}  // namespace pool_audit::analysis
