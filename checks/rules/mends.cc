#include "checks/rules/mends.h"

#include <algorithm>

#include "checks/inventory/describe.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::FunctionFlag;
using facts::Location;
using facts::Place;
using facts::Root;
using facts::StepKind;
using inventory::Edit;

namespace {

constexpr int kMostCalls = 3;  // of one reset by another

std::optional<Edit> line_at(const Event& statement, uint32_t line, const std::string& text) {
  const Location& at = statement.location;
  if (!statement.has(EventFlag::own_lines) || at.line == 0 || at.column == 0) return std::nullopt;
  const char space = statement.has(EventFlag::tabs) ? '\t' : ' ';
  Edit out;
  out.place = {std::string(at.file.text()), line, 1, line, 1, ""};
  out.text =
      std::string(at.column - 1, space) + text + (statement.has(EventFlag::crlf) ? "\r\n" : "\n");
  return out;
}

// The object of a function, as a place of its graph.
Place object_of(int parameter) {
  Place out;
  if (parameter == analysis::kOwnObject) {
    out.root = Root::this_;
  } else {
    out.root = Root::local;
    out.index = static_cast<uint32_t>(parameter);
  }
  return out;
}

bool same_root(const Place& a, const Place& b) {
  return a.root == b.root && a.index == b.index && a.symbol == b.symbol;
}

// A member of the object itself: nothing that one of its members points to.
bool is_member(const Place& place, const Place& object) {
  if (!same_root(place, object) || place.steps.size() < 2) return false;
  if (place.steps[0].kind != StepKind::deref) return false;
  return std::all_of(place.steps.begin() + 1, place.steps.end(),
                     [](const facts::Step& step) { return step.kind != StepKind::deref; });
}

bool is_zero(const facts::Operand& operand) {
  const Place& place = operand.place;
  return !operand.address_of && place.steps.empty() &&
         (place.root == Root::null || (place.root == Root::constant && place.value == 0));
}

// Whether the function names a member through the pointer: then the class is complete there.
bool names_a_member(const FlowGraph& graph, const Place& pointer) {
  const auto is_one = [&](const Place& place) {
    return same_root(place, pointer) && place.steps.size() >= 2 &&
           place.steps[0].kind == StepKind::deref && place.steps[1].kind == StepKind::field;
  };
  return std::ranges::any_of(graph.blocks, [&](const facts::Block& block) {
    return std::ranges::any_of(block.condition.reads, is_one) ||
           std::ranges::any_of(block.events, [&](const Event& event) {
             return is_one(event.target) || is_one(event.object.place) ||
                    std::ranges::any_of(event.arguments, is_one, &facts::Operand::place);
           });
  });
}

bool starts_empty(const analysis::Program& program, Symbol id) {
  const facts::Field* field = program.field(id).field;
  if (!field) return false;
  const std::string_view text = field->initializer.text();
  constexpr std::string_view kEmpty[] = {"", "0", "0U", "0.0", "false", "nullptr", "NULL", "{}"};
  return std::ranges::find(kEmpty, text) != std::end(kEmpty);
}

// The events of a function, as far as `visit` says true.
template <class Visit>
bool each_event(const FlowGraph& graph, Visit visit) {
  return std::ranges::all_of(graph.blocks, [&](const facts::Block& block) {
    return block.terminator != facts::Terminator::throw_ &&
           std::ranges::all_of(block.events, visit);
  });
}

}  // namespace

std::optional<Edit> line_before(const Event& statement, const std::string& text) {
  return line_at(statement, statement.location.line, text);
}

std::optional<Edit> line_behind(const Event& statement, const std::string& text) {
  return line_at(statement, statement.location.end_line + 1, text);
}

const Event* initialised_by(const facts::Block& block, const Event& call) {
  const auto found = std::ranges::find_if(block.events, [&](const Event& event) {
    return event.kind == EventKind::assign && event.has(EventFlag::initialize) &&
           event.arguments.size() == 1 && !event.arguments[0].address_of &&
           call.target.root == Root::temp && event.arguments[0].place == call.target;
  });
  return found == block.events.end() ? nullptr : &*found;
}

bool declares_later(const FlowGraph& graph, const Location& at) {
  return at.file.text().ends_with(".c") &&
         std::ranges::any_of(graph.locals, [&](const facts::Local& local) {
           return local.location.file == at.file && local.location.line > at.line;
         });
}

std::optional<Cleaner> SafeResets::common(const std::vector<Cleaner>& cleaners) {
  if (cleaners.empty() || !cleaners.front().function) return std::nullopt;
  const Cleaner& first = cleaners.front();
  const bool all = std::ranges::all_of(cleaners, [&](const Cleaner& each) {
    return each.function == first.function && each.parameter == first.parameter;
  });
  return all ? std::optional(first) : std::nullopt;
}

// Nothing is lost when a value of the type is overwritten or emptied.
bool SafeResets::owns_nothing(facts::TypeId id) const {
  const facts::Type& type = subject_.program.type(id);
  switch (type.kind) {
    case facts::TypeKind::boolean:
    case facts::TypeKind::integer:
    case facts::TypeKind::floating:
    case facts::TypeKind::enumeration:
      return true;
    case facts::TypeKind::array:
      return owns_nothing(type.target);
    case facts::TypeKind::record:  // a container, which clear() empties
      return std::ranges::all_of(type.arguments, [&](facts::TypeId argument) {
        const facts::TypeKind kind = subject_.program.type(argument).kind;
        return kind != facts::TypeKind::pointer && kind != facts::TypeKind::unknown;
      });
    default:
      return false;
  }
}

// Of the last field of the place, an array where one of its elements is meant.
facts::TypeId SafeResets::member_type(const Place& place) const {
  const auto last = std::find_if(place.steps.rbegin(), place.steps.rend(),
                                 [](const auto& step) { return step.kind == StepKind::field; });
  if (last == place.steps.rend()) return facts::kNoType;
  const facts::Field* field = subject_.program.field(last->field).field;
  return field ? field->type : facts::kNoType;
}

// A call of a plain method of the same object, or of clear() of a container in it.
bool SafeResets::calls_harmlessly(const Event& event, const Place& object, int depth) const {
  const facts::Function* callee = subject_.program.function(event.callee);
  if (!callee || event.has(EventFlag::indirect) || event.has(EventFlag::virtual_)) return false;
  const Place& on = event.object.place;
  if (same_root(on, object) && on.steps.empty()) {
    return is_plain(event.callee, analysis::kOwnObject, depth + 1);
  }
  return callee->has(FunctionFlag::in_system_header) && !event.has(EventFlag::may_throw) &&
         last_component(callee->name.text()) == "clear" && event.object.address_of &&
         is_member(on, object) && on.steps.back().kind == StepKind::field &&
         owns_nothing(member_type(on));
}

bool SafeResets::is_harmless(const Event& event, const Place& object, int depth) const {
  if (event.kind == EventKind::call) return calls_harmlessly(event, object, depth);
  if (event.has(EventFlag::may_throw)) return false;
  if (event.kind == EventKind::assign) {
    const Place& target = event.target;
    const bool own =
        target.steps.empty() && (target.root == Root::temp || target.root == Root::local);
    if (own) return true;
    if (!is_member(target, object) || event.has(EventFlag::arithmetic)) return false;
    return owns_nothing(member_type(target));
  }
  const bool reads = event.kind == EventKind::use &&
                     (!event.has(EventFlag::write) || is_member(event.target, object));
  return reads || event.kind == EventKind::declare || event.kind == EventKind::end ||
         event.kind == EventKind::return_;
}

bool SafeResets::is_plain(Symbol function, int parameter) const {
  return is_plain(function, parameter, 0);
}

bool SafeResets::is_plain(Symbol function, int parameter, int depth) const {
  const facts::Function* fact = subject_.program.function(function);
  const auto graph = subject_.program.graph(function);
  if (!fact || !graph || depth > kMostCalls || fact->has(FunctionFlag::virtual_)) return false;
  const Place object = object_of(parameter);
  return each_event(*graph, [&](const Event& event) { return is_harmless(event, object, depth); });
}

// Whether the function makes an object of the class: by `new`, or by the standard library.
bool SafeResets::makes(Symbol function, const facts::Record& record) const {
  const auto graph = subject_.program.graph(function);
  if (!graph) return true;
  const auto speaks_of_it = [&](facts::TypeId id) {
    const facts::Type& type = subject_.program.type(id);
    const auto is_it = [&](facts::TypeId each) {
      const facts::Record* found = subject_.program.record_of(each);
      return found && found->id == record.id;
    };
    return is_it(id) || std::ranges::any_of(type.arguments, is_it);
  };
  return !each_event(*graph, [&](const Event& event) {
    if (event.kind == EventKind::new_) return !speaks_of_it(event.type);
    const facts::Function* callee = subject_.program.function(event.callee);
    const bool library = callee && callee->has(FunctionFlag::in_system_header);
    return event.kind != EventKind::call || !library || !speaks_of_it(event.type);
  });
}

bool SafeResets::keeps_new_objects(Symbol function, const facts::Record& record) const {
  const auto graph = subject_.program.graph(function);
  if (!graph) return false;
  const Place object = object_of(analysis::kOwnObject);
  std::set<Place> zeros;
  std::set<Symbol> fields;
  const bool empties = each_event(*graph, [&](const Event& event) {
    const bool assigns = event.kind == EventKind::assign && is_member(event.target, object);
    const bool clears = event.kind == EventKind::call && is_member(event.object.place, object);
    if (clears) fields.insert(event.object.place.steps.back().field);
    if (event.kind == EventKind::call) return clears;
    if (!assigns) return true;
    const bool copies = event.arguments.size() == 1 && !event.arguments[0].address_of &&
                        zeros.contains(event.arguments[0].place);  // a = b = 0
    if (event.arguments.size() != 1 || (!copies && !is_zero(event.arguments[0]))) return false;
    zeros.insert(event.target);
    for (const facts::Step& step : event.target.steps) {
      if (step.kind == StepKind::field) fields.insert(step.field);
    }
    return true;
  });
  if (!empties) return false;
  return std::ranges::all_of(fields, [&](Symbol field) {
    if (!starts_empty(subject_.program, field)) return false;
    const auto& writes = subject_.member_sites.writes_of(field);
    return std::ranges::none_of(writes, [&](const analysis::MemberWrite& write) {
      const facts::Function* writer = subject_.program.function(write.function);
      const bool constructs =
          writer && writer->has(FunctionFlag::constructor) && writer->record == record.id;
      const bool made_here = write.object.root == Root::local || write.object.root == Root::temp;
      if (write.empties || !writer) return false;
      return constructs || (made_here && makes(write.function, record));
    });
  });
}

std::optional<std::string> call_of(const Subject& subject, Symbol id, int parameter,
                                   const FlowGraph& graph, const Place& pointer,
                                   const Location& at) {
  const facts::Function* function = subject.program.function(id);
  if (!function || pointer.root != Root::local || !pointer.steps.empty()) return std::nullopt;
  if (pointer.index >= graph.locals.size()) return std::nullopt;
  const facts::Local& local = graph.locals[pointer.index];
  const facts::Type& type = subject.program.type(local.type);
  const std::string_view spelling = type.spelling.text();
  if (local.name.empty() || type.kind != facts::TypeKind::pointer) return std::nullopt;
  if (spelling.starts_with("const ") || spelling.find("volatile") != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string name(local.name.text());
  const std::string callee(last_component(function->name.text()));
  if (parameter == analysis::kOwnObject) {
    if (!names_a_member(graph, pointer)) return std::nullopt;
    if (!function->record || function->access != facts::Access::public_) return std::nullopt;
    if (!function->parameters.empty()) return std::nullopt;
    return name + "->" + callee + "()";
  }
  const bool before = function->location.file == at.file && function->location.line < at.line;
  if (!before || function->record || function->parameters.size() != 1 ||
      function->name.text() != callee) {
    return std::nullopt;
  }
  return callee + "(" + name + ")";
}

}  // namespace pool_audit::rules
