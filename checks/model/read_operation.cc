#include "checks/model/read_operation.h"

#include "checks/model/compile.h"

namespace pool_audit::model {
namespace {

std::vector<std::string_view> list_of(Keys keys) {
  return {keys.begin(), keys.end()};
}

// Keys whose value is the number of an argument.
struct ArgumentKey {
  std::string_view key;
  int Operation::* field;
  std::string_view what;
};

constexpr ArgumentKey kArgumentKeys[] = {
    {"count", &Operation::count_argument, "'count'"},
    {"array", &Operation::array_argument, "'array'"},
    {"factory", &Operation::factory_argument,
     "'factory' (a factory of the whole pool stands under 'lifecycle')"},
    {"keyed_by", &Operation::key_argument, "'keyed_by'"},
    {"async_cb", &Operation::async_argument, "'async_cb'"},
    {"valid_flag", &Operation::valid_argument, "'valid_flag'"},
};

struct FlagKey {
  std::string_view key;
  bool Operation::* field;
  std::string_view what;
};

constexpr FlagKey kFlagKeys[] = {
    {"owning", &Operation::owning, "'owning'"},
    {"resets", &Operation::resets, "'resets'"},
    {"raw_memory", &Operation::raw_memory, "'raw_memory'"},
    {"null_ok", &Operation::null_ok, "'null_ok'"},
    {"nulls_arg", &Operation::nulls_argument, "'nulls_arg'"},
};

constexpr Word<bool> kThreads[] = {{"any", true}, {"acquirer", false}};

void read_key(Reader& reader, Operation& operation, PlacedOperation& placed, std::string_view key,
              const yaml::Node& value) {
  for (const ArgumentKey& known : kArgumentKeys) {
    if (known.key != key) continue;
    operation.*known.field = reader.argument(value, known.what);
    return;
  }
  for (const FlagKey& known : kFlagKeys) {
    if (known.key != key) continue;
    operation.*known.field = reader.boolean(value, known.what);
    return;
  }
  if (key == "fn") {
    placed.function = &value;
    operation.function = reader.pattern(value, "a function's name", false);
  } else if (key == "macro") {
    placed.macro = &value;
    operation.macro = reader.text(value, "a macro's name");
  } else if (key == "object") {
    placed.object = &value;
    const Words<ObjectKind> words = placed.is_acquire ? acquire_objects() : release_objects();
    operation.object.kind =
        reader.word(words, value, "'object'", operation.object.kind, &operation.object.index);
  } else if (key == "pool") {
    operation.pool = read_identity(reader, value, "'pool'");
  } else if (key == "effect") {
    operation.effect = reader.word(placed.is_acquire ? acquire_effects() : release_effects(), value,
                                   "'effect'", Effect::give_back);
  } else if (key == "fails") {
    operation.fails = reader.word(failures(), value, "'fails'", Failure::never);
  } else if (key == "blocks") {
    operation.blocks =
        reader.word(blockings(), value, "'blocks'", Blocking::no, &operation.timeout_argument);
  } else {
    operation.any_thread = reader.word(Words<bool>(kThreads), value, "'thread'", true);
  }
}

void check_names(Reader& reader, const PlacedOperation& placed, const Operation& operation) {
  const bool by_expression = operation.object.kind == ObjectKind::new_expr ||
                             operation.object.kind == ObjectKind::delete_expr;
  const bool is_named = placed.function != nullptr || placed.macro != nullptr;
  if (placed.function != nullptr && placed.macro != nullptr) {
    reader.error(*placed.macro, "expected either 'fn' or 'macro', found both");
  } else if (placed.is_whole && !is_named && !by_expression) {
    reader.error(*placed.node, "expected 'fn' or 'macro': what is called");
  } else if (is_named && by_expression) {
    reader.error(*placed.object,
                 "expected no 'fn' and no 'macro' beside " + yaml::describe(*placed.object));
  }
}

void check_object(Reader& reader, const PoolModel& model, const PlacedOperation& placed,
                  const Operation& operation) {
  const ObjectKind kind = operation.object.kind;
  if (placed.object == nullptr) {
    if (placed.is_whole && !placed.is_acquire && kind != ObjectKind::all) {
      reader.error(*placed.node, "expected 'object' in a release function: what is given back");
    }
    return;
  }
  const bool of_macro = kind == ObjectKind::macro_out || kind == ObjectKind::macro_argument;
  if (of_macro && placed.macro == nullptr) {
    reader.error(*placed.object, "expected 'macro' beside " + yaml::describe(*placed.object) +
                                     ": a function has no macro arguments");
  }
  const IdentityKind identity = identity_of(model, operation).kind;
  if (kind == ObjectKind::new_expr && identity != IdentityKind::enclosing_type &&
      identity != IdentityKind::object_type) {
    reader.error(*placed.object,
                 "expected 'identity: enclosing_type' or 'identity: object_type' for objects that "
                 "come from new expressions");
  }
}

}  // namespace

Identity read_identity(Reader& reader, const yaml::Node& node, std::string_view what) {
  Identity identity;
  identity.kind = reader.word(identities(), node, what, IdentityKind::this_, &identity.index);
  return identity;
}

Operation read_operation(Reader& reader, const yaml::Node& node, PlacedOperation& placed) {
  Operation operation;
  placed.node = &node;
  operation.object.kind = placed.is_acquire ? ObjectKind::result : ObjectKind::argument;
  placed.is_whole =
      reader.map(node, placed.is_acquire ? "an acquire function" : "a release function",
                 list_of(placed.is_acquire ? acquire_keys() : release_keys()),
                 [&](std::string_view key, const yaml::Node& value) {
                   read_key(reader, operation, placed, key, value);
                 });
  if (placed.object == nullptr && operation.effect == Effect::return_all) {
    operation.object = ObjectRef{ObjectKind::all, 0};
  }
  return operation;
}

std::vector<std::string> check_operation(Reader& reader, const PoolModel& model,
                                         const PlacedOperation& placed, bool type_given) {
  const Operation& operation = (placed.is_acquire ? model.acquire : model.release)[placed.index];
  check_names(reader, placed, operation);
  check_object(reader, model, placed, operation);
  if (operation.function.empty()) return {};
  const Result<NamePattern> whole = full_pattern(model, operation);
  if (!whole) {
    // A wrong type has been reported where it stands; here only a missing one is news.
    if (!type_given) reader.error(*placed.function, whole.error().message);
    return {};
  }
  if (whole->literal_word().empty()) {
    reader.error(*placed.function, "expected at least one component without '*', found " +
                                       yaml::describe(*placed.function) +
                                       "; sources are looked through for that word");
  }
  return whole->variables();
}

}  // namespace pool_audit::model
