#include "checks/inventory/describe.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "checks/support/words.h"

namespace pool_audit::inventory {

using analysis::Program;
using facts::Storage;

namespace {

bool in_header(const facts::Location& location) {
  const std::string_view file = location.file.text();
  const size_t dot = file.rfind('.');
  if (dot == std::string_view::npos) return true;
  const std::string_view ending = file.substr(dot);
  return ending == ".h" || ending == ".hpp" || ending == ".hh" || ending == ".hxx" ||
         ending == ".inl" || ending == ".ipp" || ending == ".tcc" || ending == ".H";
}

const facts::Local* local_of(const PoolKey& key, const Program& program,
                             std::shared_ptr<const facts::FlowGraph>& keep) {
  keep = program.graph(key.id);
  if (!keep || key.index >= keep->locals.size()) return nullptr;
  return &keep->locals[key.index];
}

std::string function_name(Symbol id, const Program& program) {
  const facts::Function* function = program.function(id);
  return function ? std::string(function->name.text()) : std::string(id.text());
}

// "constructor(0)" and the like: the number between the parentheses.
int index_in(std::string_view text) {
  const size_t open = text.find('(');
  if (open == std::string_view::npos) return -1;
  int value = -1;
  const char* begin = text.data() + open + 1;
  std::from_chars(begin, text.data() + text.size(), value);
  return value;
}

std::string_view kind_name(model::PoolKind kind) {
  switch (kind) {
    case model::PoolKind::object_pool:
      return "object pool";
    case model::PoolKind::memory_pool:
      return "memory pool";
    case model::PoolKind::buffer_pool:
      return "buffer pool";
    case model::PoolKind::connection_pool:
      return "connection pool";
    case model::PoolKind::arena:
      return "arena";
    case model::PoolKind::handle_pool:
      return "handle pool";
  }
  return "object pool";
}

std::string_view reset_name(model::ResetBy by) {
  switch (by) {
    case model::ResetBy::pool_on_get:
      return "pool on get";
    case model::ResetBy::pool_on_put:
      return "pool on put";
    case model::ResetBy::factory:
      return "factory";
    case model::ResetBy::caller_before_put:
      return "caller before put";
    case model::ResetBy::caller_after_get:
      return "caller after get";
    case model::ResetBy::constructor:
      return "constructor";
    case model::ResetBy::none:
      return "none";
    case model::ResetBy::unknown:
      return "unknown";
  }
  return "unknown";
}

// The arguments that the pool was constructed with, as text.
std::vector<std::string> constructor_arguments(const PoolKey& key, const Program& program,
                                               const SurveyPass& pass) {
  std::vector<std::string> out;
  if (key.kind == PoolKey::Kind::variable) {
    if (const facts::Variable* variable = program.variable(key.id)) {
      for (const Symbol argument : variable->arguments) out.emplace_back(argument.text());
    }
  } else if (key.kind == PoolKey::Kind::field) {
    if (const auto found = pass.member_arguments.find(key.id);
        found != pass.member_arguments.end()) {
      out = found->second;
    }
  } else if (key.kind == PoolKey::Kind::local) {
    std::shared_ptr<const facts::FlowGraph> graph = program.graph(key.id);
    if (!graph) return out;
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        const facts::Place& object = event.object.place;
        if (event.kind == facts::EventKind::call && event.object.address_of &&
            object.root == facts::Root::local && object.index == key.index &&
            object.steps.empty() && out.empty()) {
          for (const facts::Operand& argument : event.arguments) {
            out.push_back(argument.place.root == facts::Root::constant
                              ? std::to_string(argument.place.value)
                              : std::string{});
          }
        }
      }
    }
  }
  return out;
}

}  // namespace

Place to_place(const facts::Location& location) {
  Place out;
  out.file = std::string(location.file.text());
  out.line = location.line;
  out.column = location.column;
  out.end_line = location.end_line;
  out.end_column = location.end_column;
  out.macro = std::string(location.macro.text());
  return out;
}

void describe_declaration(Pool& pool, const PoolKey& key, const Program& program) {
  const auto set_type = [&](facts::TypeId type) {
    pool.type = std::string(program.type(program.pointee(type)).spelling.text());
  };
  switch (key.kind) {
    case PoolKey::Kind::variable: {
      const facts::Variable* variable = program.variable(key.id);
      if (!variable) break;
      pool.name = std::string(variable->name.text());
      pool.place = to_place(variable->location);
      pool.documentation = std::string(variable->doc.text());
      set_type(variable->type);
      pool.storage = StorageClass::package_level;
      if (variable->storage == Storage::function_static) {
        pool.storage = StorageClass::function_local;
      }
      if (variable->is_thread_local) pool.storage = StorageClass::thread_local_;
      if (variable->linkage != facts::Linkage::external ||
          variable->storage == Storage::function_static) {
        pool.visibility = Visibility::private_;
      } else {
        pool.visibility = variable->in_main_file ? Visibility::internal : Visibility::exported;
      }
      break;
    }
    case PoolKey::Kind::field: {
      const auto ref = program.field(key.id);
      if (!ref.field) break;
      pool.name = std::string(ref.record->template_name.text()) +
                  "::" + std::string(ref.field->name.text());
      pool.place = to_place(ref.field->location);
      pool.documentation = std::string(ref.field->doc.text());
      set_type(ref.field->type);
      const facts::TypeKind kind = program.type(ref.field->type).kind;
      pool.storage =
          kind == facts::TypeKind::lvalue_reference ? StorageClass::injected : StorageClass::member;
      const bool open =
          ref.field->access == facts::Access::public_ || ref.field->access == facts::Access::none;
      pool.visibility =
          open && in_header(ref.record->location) ? Visibility::exported : Visibility::private_;
      break;
    }
    case PoolKey::Kind::local:
    case PoolKey::Kind::parameter: {
      std::shared_ptr<const facts::FlowGraph> keep;
      const facts::Local* local = local_of(key, program, keep);
      if (!local) break;
      pool.name = function_name(key.id, program) + "()::" + std::string(local->name.text());
      pool.place = to_place(local->location);
      set_type(local->type);
      pool.storage =
          key.kind == PoolKey::Kind::local ? StorageClass::function_local : StorageClass::injected;
      pool.visibility = Visibility::private_;
      break;
    }
    case PoolKey::Kind::type:
    case PoolKey::Kind::unknown:
      pool.name = key.text;
      pool.storage = StorageClass::type_wide;
      if (const facts::Record* record = program.record(key.id)) {
        pool.place = to_place(record->location);
        pool.documentation = std::string(record->doc.text());
        pool.visibility = in_header(record->location) ? Visibility::exported : Visibility::internal;
      }
      break;
  }
}

void set_pooled_type(Pool& pool, facts::TypeId type, const Program& program) {
  const facts::Type& known = program.type(program.pointee(type));
  if (known.kind == facts::TypeKind::void_ || known.kind == facts::TypeKind::unknown) return;
  pool.pooled.name = std::string(known.spelling.text());
  pool.pooled.size_bytes = known.size_bytes;
  if (const facts::Record* record = program.record(known.record)) {
    if (pool.pooled.size_bytes == 0) pool.pooled.size_bytes = record->size_bytes;
    if (!record->is_system) pool.pooled.place = to_place(record->location);
  }
}

void describe_model(Pool& pool, const PoolKey& key, const model::PoolModel& model,
                    facts::TypeId type_id, const Program& program, const SurveyPass& pass) {
  pool.origin = Origin::modelled;
  pool.model = model.id;
  pool.library = model.library;
  pool.kind = std::string(kind_name(model.kind));
  const facts::Type& type = program.type(program.pointee(type_id));
  const auto argument = static_cast<size_t>(std::max(model.object_template_argument, 0));
  if (model.object_template_argument >= 0 && argument < type.arguments.size() &&
      pool.pooled.name.empty()) {
    set_pooled_type(pool, type.arguments[argument], program);
  }
  if (pool.pooled.name.empty() && !model.object_type.empty() && model.object_type[0] != '$') {
    pool.pooled.name = model.object_type;
  }
  const std::string& capacity = model.bounds.capacity;
  const std::vector<std::string> arguments = constructor_arguments(key, program, pass);
  const int at = index_in(capacity);
  if (capacity == "unbounded") {
    pool.bound.kind = BoundKind::unbounded;
  } else if (capacity.starts_with("constructor") || capacity.starts_with("ctor")) {
    pool.bound.kind = BoundKind::bounded;
    if (at >= 0 && static_cast<size_t>(at) < arguments.size()) {
      pool.bound.capacity = arguments[static_cast<size_t>(at)];
    }
  } else if (capacity.starts_with("template_arg")) {
    pool.bound.kind = BoundKind::bounded;
    if (at >= 0 && static_cast<size_t>(at) < type.text_arguments.size()) {
      pool.bound.capacity = std::string(type.text_arguments[static_cast<size_t>(at)].text());
    }
  } else if (!capacity.empty()) {
    pool.bound.kind = BoundKind::bounded;
    pool.bound.capacity = capacity;
  }
  pool.reset.by = std::string(reset_name(model.reset_by));
  if (!model.reset_methods.empty()) pool.reset.method = model.reset_methods.front();
  if (model.on_pool_end == model::PoolEnd::destroys && model.release.empty()) {
    pool.notes.emplace_back("objects are given back by the end of the pool");
  }
  const auto hook = static_cast<size_t>(std::max(model.factory.index, 0));
  switch (model.factory.kind) {
    case model::HookKind::template_argument:
      if (hook < type.text_arguments.size()) {
        pool.factory.text = std::string(type.text_arguments[hook].text());
        if (hook < type.arguments.size()) {
          const facts::Record* record = program.record_of(type.arguments[hook]);
          if (record && !record->is_system) pool.factory.place = to_place(record->location);
        }
      }
      break;
    case model::HookKind::constructor_argument:
      if (hook < arguments.size()) {
        pool.factory.text = arguments[hook];
        pool.factory.place = pool.place;
      }
      break;
    case model::HookKind::construction:
      pool.factory.text = "the constructor of " +
                          (pool.pooled.name.empty() ? std::string("the object") : pool.pooled.name);
      break;
    case model::HookKind::virtual_method:
      pool.factory.text = "virtual " + model.factory.name;
      break;
    default:
      break;
  }
}

void describe_hand_written(Pool& pool, const analysis::HandWritten& found, const Program& program) {
  pool.origin = Origin::hand_written;
  pool.kind = "free list";
  if (found.owner) pool.kind = "object pool";
  set_pooled_type(pool, found.element, program);
  pool.score = found.score;
  for (const analysis::Signal& signal : found.evidence) {
    pool.evidence.push_back({signal.text, signal.points, to_place(signal.location)});
  }
  pool.factory.text = found.factory;
  pool.factory.place = to_place(found.factory_at);
  pool.bound.kind = found.bounded ? BoundKind::bounded : BoundKind::unbounded;
  if (found.single) pool.bound.capacity = "1";
  pool.guard = found.guard;
  if (found.resets_on_get) {
    pool.reset.by = "pool on get";
  } else if (found.resets_on_put) {
    pool.reset.by = "pool on put";
  } else {
    pool.reset.by = "unknown";
  }
  if (const facts::Function* method = program.function(found.reset_method)) {
    pool.reset.method = std::string(method->name.text());
  }
}

void describe_instance(Pool& pool, const analysis::HandWritten& found, facts::TypeId type,
                       const Program& program) {
  set_pooled_type(pool, type, program);
  // The method of the type that the template was seen with: this type has one of its own.
  const facts::Function* method = program.function(found.reset_method);
  if (method == nullptr || !method->record || pool.pooled.name.empty()) return;
  const std::string_view name = method->name.text();
  const size_t cut = name.rfind("::");
  if (cut != std::string_view::npos) {
    pool.reset.method = pool.pooled.name + std::string(name.substr(cut));
  }
}

void sort_sites(Pool& pool) {
  std::ranges::sort(pool.sites, [](const Site& a, const Site& b) {
    return std::tie(a.place, a.kind, a.api, a.through) <
           std::tie(b.place, b.kind, b.api, b.through);
  });
  const auto same = std::ranges::unique(pool.sites);
  pool.sites.erase(same.begin(), same.end());
}

Candidate candidate_of(const analysis::HandWritten& found) {
  Candidate candidate;
  candidate.name = found.name;
  candidate.score = found.score;
  candidate.why_not = found.why_not;
  for (const analysis::Signal& signal : found.evidence) {
    candidate.evidence.push_back({signal.text, signal.points, to_place(signal.location)});
  }
  if (!candidate.evidence.empty()) candidate.place = candidate.evidence.front().place;
  return candidate;
}

model::RecognisedPool suggestion(const analysis::HandWritten& found, const Program& program) {
  model::RecognisedPool out;
  if (found.owner) {
    out.type = found.name;
  } else if (const size_t cut = found.name.rfind("::");
             cut != std::string::npos && program.field(found.slot).field) {
    out.type = found.name.substr(0, cut);  // the class that holds the free list
  }
  const facts::Type& element = program.type(found.element);
  if (element.kind == facts::TypeKind::record) out.object_type = element.template_name.text();
  const auto convert = [&](const std::vector<analysis::Part>& parts,
                           std::vector<model::RecognisedFunction>& to) {
    for (const analysis::Part& part : parts) {
      const facts::Function* function = program.function(part.function);
      if (!function || part.argument == analysis::kInside) continue;
      model::RecognisedFunction each;
      each.name = std::string(function->name.text());
      each.object_argument = part.argument;
      each.is_static = function->has(facts::FunctionFlag::static_);
      to.push_back(std::move(each));
    }
  };
  convert(found.gets, out.gets);
  convert(found.puts, out.puts);
  if (const facts::Function* method = program.function(found.reset_method)) {
    out.reset_method = std::string(last_component(method->name.text()));
    out.reset_by = found.resets_on_get ? model::ResetBy::pool_on_get : model::ResetBy::pool_on_put;
  }
  return out;
}

}  // namespace pool_audit::inventory
