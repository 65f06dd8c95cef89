#include "checks/inventory/attribution.h"

#include <algorithm>

namespace pool_audit::inventory {

using analysis::ObjectAt;
using analysis::Role;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;

namespace {

const facts::Operand* object_operand(const Event& event, const Role& role) {
  const auto index = static_cast<size_t>(std::max(role.index, 0));
  switch (role.object) {
    case ObjectAt::argument:
    case ObjectAt::deref:
    case ObjectAt::out:
      return index < event.arguments.size() ? &event.arguments[index] : nullptr;
    case ObjectAt::object:
      return &event.object;
    default:
      return nullptr;
  }
}

}  // namespace

// What a call of a hand-written pool's function names as the pool: its object, or, as in C, the one
// argument that leads to an instance of the pool's class.
const facts::Operand& Attribution::pool_of(const Event& event, const Role& role) const {
  if (event.object.place.root != facts::Root::none || event.kind != EventKind::call) {
    return event.object;
  }
  const facts::Operand* out = &event.object;
  for (const facts::Operand& each : event.arguments) {
    const facts::TypeId type = roles_.pool_behind(program_.pointee(each.type));
    if (roles_.hand_written_of_type(type) != role.hand_written) continue;
    if (out != &event.object) return event.object;  // which of them?
    out = &each;
  }
  return *out;
}

// The pools that an event with a role speaks of.
std::set<PoolKey> Attribution::pools_of(const FlowGraph& graph, const Event& event,
                                        const Role& role) const {
  if (role.hand_written >= 0) {
    const auto& found = recognised_.pools[static_cast<size_t>(role.hand_written)];
    if (!found.owner) {
      std::set<PoolKey> keys{slot_key(found)};
      for (const int other : roles_.pools_of(event.callee)) {
        const auto& more = recognised_.pools[static_cast<size_t>(other)];
        if (!more.owner) keys.insert(slot_key(more));
      }
      return keys;
    }
    std::set<PoolKey> keys = usable(identity_.resolve(graph, event, pool_of(event, role)), role);
    if (keys.empty()) keys = instances_or_type(role, found.name, found.owner);
    return keys;
  }
  if (role.annotated) return pools_of_marked(graph, event, role);
  const model::Identity identity =
      role.operation && role.operation->pool ? *role.operation->pool : role.model->identity;
  const facts::Function* callee = program_.function(event.callee);
  const auto index = static_cast<size_t>(std::max(identity.index, 0));
  switch (identity.kind) {
    case model::IdentityKind::this_: {
      std::set<PoolKey> keys = usable(identity_.resolve(graph, event, event.object), role);
      if (keys.empty()) {
        const facts::Type& type = program_.type(program_.pointee(event.object.type));
        std::string name(type.spelling.text());
        if (callee && (name.empty() || name == "void")) {
          name = std::string(program_.type(callee->record_type).spelling.text());
        }
        keys = instances_or_type(role, name, type.record);
      }
      return keys;
    }
    case model::IdentityKind::argument:
    case model::IdentityKind::macro_argument: {
      std::set<PoolKey> keys;
      if (index < event.arguments.size()) {
        keys = identity_.resolve(graph, event, event.arguments[index]);
      }
      if (keys.empty()) keys.insert(type_key(role, "", {}));
      return keys;
    }
    case model::IdentityKind::template_argument:
      return template_argument(graph, event, role, index);
    case model::IdentityKind::enclosing_type:
    case model::IdentityKind::object_type: {
      facts::TypeId type = event.type;
      if (event.kind != EventKind::new_ && event.kind != EventKind::delete_) {
        type = object_type(graph, event, role);
      }
      const facts::Type& known = program_.type(program_.pointee(type));
      return {{PoolKey::Kind::type, known.record, 0, std::string(known.spelling.text())}};
    }
    case model::IdentityKind::in_object:
      return {};
    case model::IdentityKind::global:
      return {type_key(role, "", {})};
  }
  return {};
}

// Of the function, else of its class: get_object<T>(), static_pool<T, Tag>::get().
std::set<PoolKey> Attribution::template_argument(const FlowGraph& graph, const Event& event,
                                                 const Role& role, size_t index) const {
  const facts::Function* callee = program_.function(event.callee);
  if (callee && callee->template_arguments.empty()) {
    const bool here = event.object.type != facts::kNoType;  // facts of callees know one instance
    const facts::Type& owner = program_.type(here ? event.object.type : callee->record_type);
    if (index < owner.arguments.size() && owner.arguments[index] != facts::kNoType) {
      const facts::Type& argument = program_.type(owner.arguments[index]);
      return {type_key(role, std::string(argument.spelling.text()), argument.record)};
    }
  }
  std::string text;
  if (callee && index < callee->template_arguments.size()) {
    text = std::string(program_.type(callee->template_arguments[index]).spelling.text());
  }
  const facts::Operand* given = object_operand(event, role);
  const bool put = role.kind == analysis::RoleKind::put && role.object == ObjectAt::argument;
  const facts::Type& as = program_.type(given ? program_.pointee(given->type) : facts::kNoType);
  if (given && put && as.kind == facts::TypeKind::void_) {
    text = as.spelling.text();  // what is deduced from an untyped pointer is no type
  } else if (const facts::TypeId object = object_type(graph, event, role)) {
    text = std::string(program_.type(program_.pointee(object)).spelling.text());
  }
  return {type_key(role, text, {})};
}

// The pool is an argument or the object of the call; else what the function's body speaks of, or
// the class of which it is a member, or nothing better than the type of the objects.
std::set<PoolKey> Attribution::pools_of_marked(const FlowGraph& graph, const Event& event,
                                               const Role& role) const {
  const auto index = static_cast<size_t>(std::max(role.pool_argument, 0));
  const bool argument = role.pool_argument >= 0 && index < event.arguments.size();
  const facts::Operand& operand = argument ? event.arguments[index] : event.object;
  if (argument || (role.object != ObjectAt::object && operand.place.root != facts::Root::none)) {
    std::set<PoolKey> keys = usable(identity_.resolve(graph, event, operand), role);
    if (!keys.empty()) return keys;
    const facts::Type& type = program_.type(program_.pointee(operand.type));
    return {type_key(role, std::string(type.spelling.text()), type.record)};
  }
  if (std::set<PoolKey> keys = marked_slots(event.callee); !keys.empty()) return keys;
  if (const facts::TypeId object = object_type(graph, event, role)) {
    std::set<PoolKey> holding;
    for (const auto& [key, pool] : pools_) {
      if (roles_.marks().pool(key.id) && holds(type_of(key, program_), program_.pointee(object))) {
        holding.insert(key);
      }
    }
    if (holding.size() == 1) return holding;
    const facts::Type& type = program_.type(program_.pointee(object));
    return {type_key(role, "pool of " + std::string(type.spelling.text()), type.record)};
  }
  const facts::Function* callee = program_.function(event.callee);
  const std::string_view name = callee ? callee->name.text() : std::string_view();
  const size_t cut = name.rfind("::");
  return {type_key(role, std::string(name.substr(0, cut)), callee ? callee->record : Symbol())};
}

// An array or container of these objects, or of pointers to them.
bool Attribution::holds(facts::TypeId container, facts::TypeId object) const {
  for (int depth = 0; depth < 8 && container != facts::kNoType; ++depth) {
    container = program_.pointee(container);
    if (container == object) return true;
    const facts::Type& type = program_.type(container);
    if (type.kind == facts::TypeKind::array) {
      container = type.target;
    } else {
      container = type.arguments.empty() ? facts::kNoType : type.arguments[0];
    }
  }
  return false;
}

// The variables and members in a function's body that are marked as pools.
std::set<PoolKey> Attribution::marked_slots(Symbol function) const {
  std::set<PoolKey> out;
  const analysis::Marks& marks = roles_.marks();
  const auto body = program_.graph(function);
  if (!body || !marks.any_pool()) return out;
  const auto look = [&](const facts::Place& place) {
    if (place.root == facts::Root::global && marks.pool(place.symbol)) {
      out.insert({PoolKey::Kind::variable, place.symbol, 0, {}});
    }
    for (const facts::Step& step : place.steps) {
      if (step.kind == facts::StepKind::field && marks.pool(step.field)) {
        out.insert({PoolKey::Kind::field, step.field, 0, {}});
      }
    }
  };
  for (const facts::Block& block : body->blocks) {
    for (const Event& event : block.events) {
      look(event.target);
      look(event.object.place);
      for (const facts::Operand& operand : event.arguments) look(operand.place);
    }
  }
  return out;
}

PoolKey Attribution::type_key(const Role& role, std::string text, Symbol record) const {
  if (text.empty() || text == "void") {
    text = role.model ? role.model->id + " (instance not known)" : "unknown pool";
  }
  return {PoolKey::Kind::type, record, 0, std::move(text)};
}

PoolKey Attribution::slot_key(const analysis::HandWritten& found) const {
  const bool variable = program_.variable(found.slot) != nullptr;
  return {variable ? PoolKey::Kind::variable : PoolKey::Kind::field, found.slot, 0, {}};
}

// Only one instance of the type: that is the one.
std::set<PoolKey> Attribution::instances_or_type(const Role& role, const std::string& name,
                                                 Symbol record) const {
  std::set<PoolKey> matching;
  for (const auto& [key, pool] : pools_) {
    if (key.kind == PoolKey::Kind::type || key.kind == PoolKey::Kind::unknown) continue;
    const facts::TypeId type = roles_.pool_behind(type_of(key, program_));
    const bool same =
        role.model ? pool.type == name : roles_.hand_written_of_type(type) == role.hand_written;
    if (same) matching.insert(key);
  }
  if (matching.size() == 1) return matching;
  return {type_key(role, name, record)};
}

// What led nowhere near a pool is not its identity.
std::set<PoolKey> Attribution::usable(std::set<PoolKey> keys, const Role& role) const {
  std::erase_if(keys, [&](const PoolKey& key) {
    const facts::TypeId type = roles_.pool_behind(type_of(key, program_));
    if (role.model) return roles_.model_of_type(type) == nullptr;
    if (role.hand_written >= 0) return roles_.hand_written_of_type(type) != role.hand_written;
    return !roles_.marked_type(type) && !roles_.marks().pool(key.id);
  });
  return keys;
}

// The type of the object of a get or put: what the API says, or, where that is `void *`, the type
// of the variable that the caller keeps it in.
facts::TypeId Attribution::object_type(const FlowGraph& graph, const Event& event,
                                       const Role& role) const {
  if (event.kind == EventKind::new_ || event.kind == EventKind::delete_) return event.type;
  const auto useful = [&](facts::TypeId type) {
    const facts::Type& known = program_.type(program_.pointee(type));
    return known.kind == facts::TypeKind::record || known.kind == facts::TypeKind::integer ||
           known.kind == facts::TypeKind::floating;
  };
  if (const facts::Operand* operand = object_operand(event, role)) {
    if (useful(operand->type)) return operand->type;
    if (operand->place.root == facts::Root::local && operand->place.steps.empty()) {
      const facts::TypeId type = graph.locals[operand->place.index].type;
      if (useful(type)) return type;
    }
    if (role.object != ObjectAt::out) return facts::kNoType;
  }
  if (role.object == ObjectAt::result && role.operation && role.operation->owning) {
    if (const facts::TypeId type = owned_type(event.type); useful(type)) return type;
  }
  if (role.object == ObjectAt::result && useful(event.type)) return event.type;
  for (const facts::Block& block : graph.blocks) {
    for (const Event& other : block.events) {
      if (other.arguments.empty() || other.arguments[0].place != event.target ||
          other.arguments[0].address_of) {
        continue;
      }
      if (other.kind == EventKind::new_ && other.has(facts::EventFlag::placement)) {
        return other.type;
      }
      if (other.kind != EventKind::assign) continue;
      if (const facts::TypeId type = target_type(graph, other.target); useful(type)) return type;
    }
  }
  if (event.target.root == facts::Root::local && event.target.steps.empty()) {
    const facts::TypeId type = graph.locals[event.target.index].type;
    if (useful(type)) return type;
  }
  return facts::kNoType;
}

// What an owner such as lease<T, Pool> or unique_ptr<T, Deleter> holds.
facts::TypeId Attribution::owned_type(facts::TypeId owner) const {
  const facts::Type& type = program_.type(owner);
  return type.arguments.empty() ? facts::kNoType : type.arguments[0];
}

facts::TypeId Attribution::target_type(const FlowGraph& graph, const facts::Place& place) const {
  if (!place.steps.empty()) {
    if (place.steps.back().kind != facts::StepKind::field) return facts::kNoType;
    const auto ref = program_.field(place.steps.back().field);
    return ref.field ? ref.field->type : facts::kNoType;
  }
  if (place.root == facts::Root::local) return graph.locals[place.index].type;
  if (place.root == facts::Root::global) {
    const facts::Variable* variable = program_.variable(place.symbol);
    return variable ? variable->type : facts::kNoType;
  }
  return facts::kNoType;
}

}  // namespace pool_audit::inventory
