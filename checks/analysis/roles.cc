#include "checks/analysis/roles.h"

#include <algorithm>

#include "checks/model/annotation.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventKind;
using facts::Function;
using model::ObjectKind;

namespace {

ObjectAt place_of(const model::ObjectRef& object) {
  switch (object.kind) {
    case ObjectKind::result:
    case ObjectKind::id_out:
    case ObjectKind::new_expr:
      return ObjectAt::result;
    case ObjectKind::out:
    case ObjectKind::macro_out:
      return ObjectAt::out;
    case ObjectKind::handle:
    case ObjectKind::this_:
      return ObjectAt::object;
    case ObjectKind::argument:
    case ObjectKind::macro_argument:
    case ObjectKind::id:
    case ObjectKind::delete_expr:
      return ObjectAt::argument;
    case ObjectKind::deref:
      return ObjectAt::deref;
    case ObjectKind::all:
      return ObjectAt::none;
  }
  return ObjectAt::none;
}

Role from_match(const model::Match& match) {
  Role role;
  if (!match) return role;
  role.kind = match.role == model::Role::acquire ? RoleKind::get : RoleKind::put;
  role.model = match.model;
  role.operation = match.operation;
  role.object = place_of(match.operation->object);
  role.index = match.operation->object.index;
  return role;
}

// What a smart pointer or a container holds; of maps the value, kNoType of anything else.
facts::TypeId held_by(const facts::Type& type) {
  const std::string_view name = type.template_name.text();
  const std::string_view last = last_component(name);
  const auto argument = [&](size_t index) {
    return index < type.arguments.size() ? type.arguments[index] : facts::kNoType;
  };
  if (last.ends_with("map") || last.ends_with("Map")) return argument(1);
  const bool pointer = last.ends_with("ptr") || last.ends_with("Ptr") || last.ends_with("Pointer");
  return pointer || name.starts_with("std::") ? argument(0) : facts::kNoType;
}

std::vector<std::string_view> texts(const std::vector<Symbol>& symbols) {
  std::vector<std::string_view> out;
  for (const Symbol symbol : symbols) out.push_back(symbol.text());
  return out;
}

}  // namespace

Roles::Roles(const Program& program, const model::ModelSet& models, const Recognised& recognised,
             const Marks& marks)
    : program_(program), models_(models), marks_(marks) {
  for (size_t i = 0; i < recognised.pools.size(); ++i) {
    const HandWritten& pool = recognised.pools[i];
    const int index = static_cast<int>(i);
    if (pool.owner) owners_.emplace(pool.owner, index);
    const auto add = [&](const std::vector<Part>& parts, RoleKind kind) {
      for (const Part& part : parts) {
        Role role;
        role.kind = kind;
        role.hand_written = index;
        role.index = part.argument;
        const bool get = kind == RoleKind::get;
        if (part.argument == kInside) {
          role.object = ObjectAt::none;
        } else if (part.argument >= 0) {
          role.object = get ? ObjectAt::out : ObjectAt::argument;
        } else {
          role.object = get ? ObjectAt::result : ObjectAt::object;
        }
        const auto at = roles_.emplace(part.function, role).first;
        if (at->second.kind == kind) pools_[part.function].push_back(index);
      }
    };
    add(pool.gets, RoleKind::get);
    add(pool.puts, RoleKind::put);
  }
  for (const Function* function : program.functions()) {
    Role role = role_of(*function);
    if (!role) continue;
    Role& known = roles_[function->id];
    // A mark on a function whose pool was recognised says where the object is, no more.
    if (role.annotated && role.pool_argument < 0 && known.kind == role.kind) {
      role.hand_written = known.hand_written;
    }
    known = role;
  }
}

// The object of a put is argument 0 where nothing else is said, or the first that is not the pool.
Role Roles::annotated_role(const Function& function) {
  for (const facts::Annotation& annotation : function.annotations) {
    if (!model::is_annotation(annotation.name.text())) continue;
    const auto parsed =
        model::parse_annotation(annotation.name.text(), texts(annotation.arguments));
    if (!parsed) continue;
    const int count = static_cast<int>(function.parameters.size());
    if (parsed->index >= count || parsed->pool >= count) continue;
    Role role;
    role.annotated = true;
    role.index = std::max(parsed->index, 0);
    role.pool_argument = parsed->pool;
    switch (parsed->kind) {
      case model::AnnotationKind::get:
        role.kind = RoleKind::get;
        role.object = parsed->index >= 0 ? ObjectAt::out : ObjectAt::result;
        return role;
      case model::AnnotationKind::put: {
        role.kind = RoleKind::put;
        if (parsed->index < 0 && parsed->pool == 0) role.index = 1;
        role.object = role.index < count ? ObjectAt::argument : ObjectAt::object;
        return role;
      }
      case model::AnnotationKind::reset:
        role.kind = RoleKind::reset;
        role.object = parsed->index >= 0 ? ObjectAt::argument : ObjectAt::object;
        return role;
      case model::AnnotationKind::consumes:
        consumers_.emplace(function.id, parsed->index);
        break;
      default:
        break;
    }
  }
  return {};
}

Role Roles::role_of(const Function& function) {
  const Role marked = annotated_role(function);
  if (marked && marked.pool_argument >= 0) return marked;
  if (marks_.not_a_pool_record(function.record)) return marked;
  model::CallName name;
  name.name = function.name.text();
  const facts::Type& owner = program_.type(function.record_type);
  name.record = owner.spelling.text();
  if (name.record.empty()) {
    if (const facts::Record* record = program_.record(function.record)) {
      name.record = record->name.text();
    }
  }
  name.record_arguments = texts(owner.text_arguments);
  for (const facts::TypeId argument : function.template_arguments) {
    name.template_arguments.push_back(program_.type(argument).spelling.text());
  }
  const Role modelled = from_match(models_.match_call(name));
  // A model that agrees with a mark says more: what tells one pool from another, how a get fails.
  return marked && modelled.kind != marked.kind ? marked : modelled;
}

const Role& Roles::of_function(Symbol function) const {
  const auto found = roles_.find(function);
  return found == roles_.end() ? none_ : found->second;
}

const Role& Roles::of(const Event& event) const {
  switch (event.kind) {
    case EventKind::call:
      return of_function(event.callee);
    case EventKind::macro: {
      const auto [at, fresh] = macros_.try_emplace(event.callee);
      if (fresh) at->second = from_match(models_.match_macro(event.callee.text()));
      return at->second;
    }
    case EventKind::new_:
    case EventKind::delete_: {
      if (event.has(facts::EventFlag::placement) || event.has(facts::EventFlag::array)) {
        return none_;
      }
      const uint64_t key = uint64_t{event.type} << 1 | (event.kind == EventKind::new_ ? 1 : 0);
      const auto [at, fresh] = news_.try_emplace(key);
      if (!fresh) return at->second;
      const model::PoolModel* found = nullptr;
      if (const facts::Record* record = program_.record_of(event.type)) {
        // A class-scope operator new is what makes the difference; its class may be a base.
        const Symbol op =
            event.kind == EventKind::new_ ? record->operator_new : record->operator_delete;
        if (op) found = models_.match_new(record->name.text());
        if (!found && op) {
          if (const Function* allocator = program_.function(op)) {
            if (const facts::Record* base = program_.record(allocator->record)) {
              found = models_.match_new(base->name.text());
            }
            if (!found && allocator->location.macro) {
              found = models_.match_marker(allocator->location.macro.text());
            }
          }
        }
      }
      if (found) {
        Role& role = at->second;
        role.kind = event.kind == EventKind::new_ ? RoleKind::get : RoleKind::put;
        role.model = found;
        role.object = event.kind == EventKind::new_ ? ObjectAt::result : ObjectAt::argument;
        const auto& operations = role.kind == RoleKind::get ? found->acquire : found->release;
        if (!operations.empty()) role.operation = &operations.front();
      }
      return at->second;
    }
    default:
      return none_;
  }
}

std::vector<Symbol> Roles::functions() const {
  std::vector<Symbol> out;
  for (const auto& [id, role] : roles_) out.push_back(id);
  std::ranges::sort(out);
  return out;
}

const model::PoolModel* Roles::model_of_type(facts::TypeId id) const {
  const facts::TypeId type = program_.pointee(id);
  const auto [at, fresh] = type_models_.try_emplace(type, nullptr);
  if (!fresh) return at->second;
  const model::PoolModel* found = nullptr;
  std::vector<facts::TypeId> work{type};
  for (size_t i = 0; i < work.size() && i < 64 && !found; ++i) {
    const facts::Type& each = program_.type(work[i]);
    if (each.kind != facts::TypeKind::record && each.kind != facts::TypeKind::dependent) continue;
    found = models_.match_type(each.spelling.text(), texts(each.text_arguments));
    if (const facts::Record* record = program_.record(each.record)) {
      for (const facts::Base& base : record->bases) work.push_back(base.type);
    }
  }
  if (found && (!found->confirmed || marks_.not_a_pool_type(type))) found = nullptr;
  type_models_[type] = found;
  return found;
}

int Roles::hand_written_of_type(facts::TypeId id) const {
  std::vector<Symbol> work{program_.type(program_.pointee(id)).record};
  for (size_t i = 0; i < work.size() && i < 64; ++i) {
    if (const auto found = owners_.find(work[i]); found != owners_.end()) return found->second;
    const facts::Record* record = program_.record(work[i]);
    if (!record) continue;
    if (record->pattern) work.push_back(record->pattern);
    for (const facts::Base& base : record->bases) {
      if (const Symbol next = program_.type(base.type).record) work.push_back(next);
    }
  }
  return -1;
}

facts::TypeId Roles::pool_behind(facts::TypeId id) const {
  const auto [at, fresh] = behind_.try_emplace(id, facts::kNoType);
  if (!fresh) return at->second;
  facts::TypeId held = id;
  for (int depth = 0; depth < 8 && held != facts::kNoType; ++depth) {
    held = program_.pointee(held);
    const facts::Type& type = program_.type(held);
    if (type.kind == facts::TypeKind::array) {
      held = type.target;
      continue;
    }
    if (type.kind != facts::TypeKind::record) break;
    if (model_of_type(held) || hand_written_of_type(held) >= 0 || marked_type(held)) {
      behind_[id] = held;
      return held;
    }
    held = held_by(type);
  }
  return facts::kNoType;
}

bool Roles::marked_type(facts::TypeId type) const {
  return marks_.pool_type(type) && !marks_.not_a_pool_type(type);
}

const std::vector<int>& Roles::pools_of(Symbol function) const {
  static const std::vector<int> kNone;
  const auto found = pools_.find(function);
  return found == pools_.end() ? kNone : found->second;
}

int Roles::consumed_argument(const Function& function) const {
  const auto found = consumers_.find(function.id);
  return found == consumers_.end() ? -1 : found->second;
}

const model::HandleMatch Roles::handle_of_type(facts::TypeId id, std::string_view method) const {
  const facts::Type& type = program_.type(id);
  if (type.kind != facts::TypeKind::record) return {};
  if (marks_.handle_type(id)) {
    static const model::Handle kMarked;
    model::HandleMatch out;
    out.handle = &kMarked;
    if (method.empty()) out.role = model::HandleRole::destructor;
    return out;
  }
  return models_.match_handle(type.spelling.text(), method);
}

}  // namespace pool_audit::analysis
