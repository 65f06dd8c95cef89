// Owners: types whose values give back, or destroy, the object that they hold, and what their
// methods do with it.
#include <algorithm>

#include "checks/analysis/effects.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventKind;
using facts::Function;
using facts::FunctionFlag;
using facts::Place;
using facts::Root;
using facts::TypeId;
using facts::TypeKind;
using model::HandleRole;

namespace {

// The members of its object from which the variables of a destructor get what they hold.
class Members {
 public:
  explicit Members(const facts::FlowGraph& graph) : graph_(graph) {}

  // What the calls for which `passes_on` holds give has what they are given in it.
  template <typename PassesOn>
  void follow(const PassesOn& passes_on) {
    for (bool grew = true; grew;) {
      grew = false;
      for (const facts::Block& block : graph_.blocks) {
        for (const Event& event : block.events) {
          std::set<Symbol> from;
          if (event.kind == EventKind::assign) {
            for (const facts::Operand& each : event.arguments) from.merge(of(each.place));
            grew = add(event.target, from) || grew;
          } else if (event.kind == EventKind::call && passes_on(event)) {
            for (const facts::Operand& each : event.arguments) from.merge(of(each.place));
            grew = add(event.object.place, from) || grew;  // what a constructor makes
            from.merge(of(event.object.place));
            grew = add(event.target, from) || grew;
          }
        }
      }
    }
  }

  // The members of which `place` is a part, or that its variable comes from.
  [[nodiscard]] std::set<Symbol> of(const Place& place) const {
    if (place.root == Root::this_ && place.steps.size() >= 2 &&
        place.steps[1].kind == facts::StepKind::field) {
      return {place.steps[1].field};
    }
    const auto found = known_.find({place.root, place.index});
    return found == known_.end() ? std::set<Symbol>{} : found->second;
  }

 private:
  bool add(const Place& place, const std::set<Symbol>& fields) {
    if ((place.root != Root::local && place.root != Root::temp) || fields.empty()) return false;
    std::set<Symbol>& known = known_[{place.root, place.index}];
    const size_t before = known.size();
    known.insert(fields.begin(), fields.end());
    return known.size() > before;
  }

  const facts::FlowGraph& graph_;
  std::map<std::pair<Root, uint32_t>, std::set<Symbol>> known_;
};

}  // namespace

const std::set<Symbol>& Effects::put_members(const facts::Record& record) const {
  static const std::set<Symbol> kNone;
  return record.destructor ? members_put_by(record.destructor) : kNone;
}

const std::set<Symbol>& Effects::members_put_by(Symbol function) const {
  const auto [at, fresh] = put_members_.try_emplace(function);
  if (!fresh) return at->second;
  const auto graph = program_.graph(function);
  if (!graph) return at->second;
  Members members(*graph);
  members.follow([&](const Event& event) {
    const Function* callee = program_.function(event.callee);
    return callee && !roles_.of(event) &&
           (callee->has(FunctionFlag::in_system_header) || callee->has(FunctionFlag::copy_or_move));
  });
  std::set<Symbol> out;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      const Role& role = roles_.of(event);
      if (role.kind != RoleKind::put) continue;
      const Place* object = nullptr;
      if (role.object == ObjectAt::object) object = &event.object.place;
      const auto index = static_cast<size_t>(std::max(role.index, 0));
      if ((role.object == ObjectAt::argument || role.object == ObjectAt::deref) &&
          index < event.arguments.size()) {
        object = &event.arguments[index].place;
      }
      if (object) out.merge(members.of(*object));
    }
  }
  put_members_[function] = std::move(out);
  return put_members_[function];
}

bool Effects::puts_out_of(Symbol function, Symbol field) const {
  return members_put_by(function).contains(field);
}

// Whether the method returns what its object's destructor puts, and does nothing else.
bool Effects::shows_member(const Function& method) const {
  const facts::Record* record = program_.record(method.record);
  if (!record || record->is_system || put_members(*record).empty()) return false;
  const auto graph = program_.graph(method.id);
  if (!graph) return false;
  size_t returned = 0;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      if (event.kind == EventKind::use && !event.has(facts::EventFlag::write)) continue;
      if (event.kind != EventKind::return_ || event.arguments.empty()) return false;
      const Place& place = event.arguments[0].place;
      const bool member = place.root == Root::this_ && place.steps.size() >= 2 &&
                          put_members(*record).contains(place.steps[1].field);
      if (!member) return false;
      ++returned;
    }
  }
  return returned == 1;
}

bool Effects::puts_member(Symbol function, Symbol field) const {
  const Function* fact = program_.function(function);
  if (!fact || !fact->has(FunctionFlag::constructor)) return false;
  const facts::Record* record = program_.record(fact->record);
  return record && !record->is_system && put_members(*record).contains(field);
}

bool Effects::is_owner(TypeId id) const {
  const auto [at, fresh] = owners_.try_emplace(id, false);
  if (!fresh) return at->second;
  const facts::Type& type = program_.type(id);
  bool owner = false;
  if (type.kind == TypeKind::record) {
    if (const auto handle = roles_.handle_of_type(id, "")) {
      owner = handle.handle->releases_on_destruction;
    } else if (type.template_name.text() == "std::unique_ptr" && type.arguments.size() >= 2) {
      const facts::Type& deleter = program_.type(type.arguments[1]);
      Event end;
      end.kind = EventKind::delete_;
      end.type = type.arguments[0];
      owner = deleter.template_name.text() != "std::default_delete"
                  ? !only_writes(deleter)
                  : roles_.of(end).kind == RoleKind::put;
    } else if (const facts::Record* record = program_.record(type.record);
               record && !record->is_system) {
      owner = !put_members(*record).empty();
    }
  }
  owners_[id] = owner;
  return owner;
}

// Destroys by a plain delete: the default deleter as the library has it, of a type without an
// operator delete of its own.
bool Effects::destroys(TypeId id) const {
  const auto [at, fresh] = destroyers_.try_emplace(id, false);
  if (!fresh) return at->second;
  const facts::Type& type = program_.type(id);
  if (type.kind != TypeKind::record || type.template_name.text() != "std::unique_ptr" ||
      type.arguments.size() < 2 || is_owner(id)) {
    return false;
  }
  const facts::Type& deleter = program_.type(type.arguments[1]);
  const facts::Record* deletes = program_.record(deleter.record);
  if (only_writes(deleter)) return destroyers_[id] = true;
  if (deleter.template_name.text() != "std::default_delete" || !deletes || !deletes->is_system) {
    return false;
  }
  const bool plain = deleted_plainly(type.arguments[0]);
  destroyers_[id] = plain;
  return plain;
}

bool Effects::deleted_plainly(TypeId id) const {
  const facts::Type* type = &program_.type(id);
  if (type->kind == TypeKind::array) type = &program_.type(type->target);
  switch (type->kind) {
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::floating:
    case TypeKind::enumeration:
    case TypeKind::pointer:
      return true;
    case TypeKind::record:
      break;
    default:
      return false;
  }
  const facts::Record* record = program_.record(type->record);
  if (!record) return false;
  if (record->is_system) return record->template_name.text().starts_with("std::");
  // Of some records nothing but the name is known.
  if (record->operator_delete || (record->fields.empty() && record->bases.empty())) return false;
  if (!record->is_polymorphic) return true;
  return std::ranges::none_of(program_.records(), [&](const facts::Record* each) {
    return each->operator_delete && program_.inherits(each->id, record->id);
  });
}

namespace {

// Methods of smart pointers.
bool shows_object(std::string_view method) {
  return method == "get" || method == "operator->" || method == "operator*" ||
         method == "operator[]" || method == "operator conversion" || method == "operator bool";
}

bool takes_null(const Event& event) {
  return std::ranges::any_of(
      event.arguments, [](const facts::Operand& each) { return each.place.root == Root::null; });
}

}  // namespace

// Methods of owners, and of unique_ptr, do with the object what they are there for.
std::optional<CallEffect> Effects::holder_effect(const Function& callee, const Event& event,
                                                 int index) const {
  const std::string_view name = callee.name.text();
  if (name == "std::operator==" || name == "std::operator!=") {
    if (!takes_null(event)) return CallEffect{Effect::unknown, "compared with another"};
    return CallEffect{name.ends_with("==") ? Effect::is_null : Effect::returns, ""};
  }
  if (callee.has(FunctionFlag::static_)) return std::nullopt;  // its object is a class, no holder
  const bool constructor = callee.has(FunctionFlag::constructor);
  TypeId holder = constructor ? event.type : event.object.type;
  if (program_.type(holder).kind == TypeKind::pointer) holder = program_.type(holder).target;
  if (holder == facts::kNoType) return std::nullopt;
  const std::string_view last = last_component(callee);
  if (index < 0 && !constructor) {
    switch (roles_.handle_of_type(holder, last).role) {
      case HandleRole::detach:
        return CallEffect{Effect::moves, ""};
      case HandleRole::give_back:
        return CallEffect{Effect::puts, ""};
      case HandleRole::raw:
        return CallEffect{Effect::returns, ""};
      case HandleRole::discard:
        return CallEffect{Effect::keeps, "destroyed by " + in_words(callee)};
      case HandleRole::transfer:
        return CallEffect{Effect::keeps, "handed on by " + in_words(callee)};
      default:
        break;
    }
  }
  // Also where somebody else has a share.
  const bool shared =
      name.starts_with("std::shared_ptr::") || name.starts_with("std::__shared_ptr");
  if (shared && index < 0 && !constructor && shows_object(last)) {
    return CallEffect{Effect::returns, ""};
  }
  const bool owner = is_owner(holder);
  if (constructor && index == 0 && owner && callee.has(FunctionFlag::copy_or_move) &&
      callee.has(FunctionFlag::moves) && roles_.handle_of_type(holder, "").handle) {
    return CallEffect{Effect::owns, "owned by a handle"};
  }
  if (owner && index < 0 && !constructor && shows_member(callee)) {
    return CallEffect{Effect::returns, ""};
  }
  if ((!owner && !destroys(holder)) ||
      program_.type(holder).template_name.text() != "std::unique_ptr") {
    return std::nullopt;
  }
  if (last == "swap") return CallEffect{Effect::unknown, "swapped"};
  if (index >= 0) {
    const bool takes = constructor || last == "operator=" || last == "reset";
    return CallEffect{takes && index == 0 ? Effect::owns : Effect::borrows, "owned by a handle"};
  }
  if (last == "release") return CallEffect{Effect::moves, ""};
  const bool by_hand = last == "reset" || (last == "operator=" && takes_null(event));
  if (by_hand || last == "operator=") {
    if (owner) return CallEffect{Effect::puts, ""};
    if (!by_hand) return CallEffect{Effect::destroys, ""};
    return CallEffect{Effect::keeps, "destroyed by " + in_words(callee)};
  }
  return CallEffect{shows_object(last) ? Effect::returns : Effect::borrows, ""};
}

Symbol Effects::storage_of(Symbol field) const {
  const auto [at, fresh] = storage_.try_emplace(field, field);
  if (fresh) {
    const auto ref = program_.field(field);
    if (ref.field && ref.record->is_union) at->second = ref.record->fields.front().id;
  }
  return at->second;
}

std::string Effects::name(Symbol entity) const {
  if (const auto ref = program_.field(entity); ref.field) {
    const std::string_view record =
        (ref.record->template_name ? ref.record->template_name : ref.record->name).text();
    return std::string(record) + "::" + std::string(ref.field->name.text());
  }
  if (const Function* function = program_.function(entity)) {
    return std::string(function->name.text());
  }
  if (const facts::Variable* variable = program_.variable(entity)) {
    return std::string(variable->name.text());
  }
  return Oracle::name(entity);
}

}  // namespace pool_audit::analysis
