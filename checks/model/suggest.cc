// A model for a pool that was recognised by its structure.
#include <algorithm>

#include "checks/model/describe.h"
#include "checks/model/pattern.h"
#include "checks/model/write_model.h"

namespace pool_audit::model {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "net::BufferPool<Foo>" -> "net.buffer_pool".
std::string id_of(std::string_view name) {
  std::string out;
  for (const NamePart& part : split_name(name)) {
    std::string word;
    std::string_view text = part.text;
    if (text.starts_with('(')) continue;  // anonymous
    if (const size_t space = text.rfind(' '); space != text.npos) text.remove_prefix(space + 1);
    for (size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (is_upper(c)) {
        const bool behind_word = i > 0 && (is_lower(text[i - 1]) || is_digit(text[i - 1]));
        if (behind_word) word += '_';
        word += static_cast<char>(c - 'A' + 'a');
      } else if (is_lower(c) || is_digit(c) || (c == '_' && !word.empty())) {
        word += c;
      }
    }
    if (word.empty()) continue;
    if (!out.empty()) out += '.';
    out += word;
  }
  return out.empty() ? "pool" : out;
}

// The type for every instantiation: "net::Pool<Foo, 4>" -> "net::Pool<$T, *>" when Foo is pooled.
std::string type_pattern(const RecognisedPool& pool) {
  if (pool.type.empty()) return {};
  std::string out;
  const std::vector<NamePart> parts = split_name(pool.type);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) out += "::";
    out += parts[i].text;
    if (!parts[i].has_arguments) continue;
    const bool holds_object = i + 1 == parts.size() && !parts[i].arguments.empty() &&
                              parts[i].arguments.front() == pool.object_type;
    out += holds_object ? (parts[i].arguments.size() == 1 ? "<$T>" : "<$T, *>") : "<*>";
  }
  return out;
}

std::string without_arguments(std::string_view type) {
  std::string out;
  for (const NamePart& part : split_name(type)) {
    if (!out.empty()) out += "::";
    out += part.text;
  }
  return out;
}

Operation operation_of(const RecognisedFunction& function, const RecognisedPool& pool,
                       const Identity& usual, bool is_get) {
  Operation out;
  const std::string scope = without_arguments(pool.type) + "::";
  const bool is_method = !pool.type.empty() && !function.is_static && function.pool_argument < 0 &&
                         function.name.starts_with(scope) &&
                         function.name.find("::", scope.size()) == std::string::npos;
  out.function = is_method ? function.name.substr(scope.size()) : function.name;
  Identity identity;
  if (function.pool_argument >= 0) {
    identity = Identity{IdentityKind::argument, function.pool_argument};
  } else if (!is_method) {
    identity = Identity{IdentityKind::global, 0};
  }
  if (identity != usual) out.pool = identity;
  if (is_get) {
    const bool by_result = function.object_argument < 0;
    out.object = by_result ? ObjectRef{ObjectKind::result, 0}
                           : ObjectRef{ObjectKind::out, function.object_argument};
    if (pool.may_return_null) out.fails = Failure::null;
  } else {
    const bool on_object = function.object_argument < 0;
    out.object = on_object ? ObjectRef{ObjectKind::this_, 0}
                           : ObjectRef{ObjectKind::argument, function.object_argument};
  }
  return out;
}

Identity usual_identity(const RecognisedPool& pool) {
  const RecognisedFunction& first = pool.gets.front();
  if (first.pool_argument >= 0) return Identity{IdentityKind::argument, first.pool_argument};
  const bool is_method = !pool.type.empty() && !first.is_static &&
                         first.name.starts_with(without_arguments(pool.type) + "::");
  return Identity{is_method ? IdentityKind::this_ : IdentityKind::global, 0};
}

}  // namespace

Result<PoolModel> suggest_model(const RecognisedPool& pool) {
  if (pool.gets.empty()) return fail("expected a function that takes from the pool");
  PoolModel model;
  model.id = id_of(pool.type.empty() ? pool.gets.front().name : pool.type);
  model.title =
      pool.object_type.empty() ? "hand-written pool" : "hand-written pool of " + pool.object_type;
  model.type = type_pattern(pool);
  model.identity = usual_identity(pool);
  // A binding says what is pooled in every instantiation, the type only in this one.
  const bool is_bound = model.type.find("$T") != std::string::npos;
  model.object_type = is_bound ? "$T" : pool.object_type;
  for (const RecognisedFunction& get : pool.gets) {
    model.acquire.push_back(operation_of(get, pool, model.identity, true));
  }
  for (const RecognisedFunction& put : pool.puts) {
    model.release.push_back(operation_of(put, pool, model.identity, false));
  }
  model.reset_by = pool.reset_by;
  if (!pool.reset_method.empty()) model.reset_methods = {pool.reset_method};
  model.bounds.capacity = pool.capacity;

  // What cannot be said in the format shows here.
  const Result<std::vector<PoolModel>> read = [&]() -> Result<std::vector<PoolModel>> {
    auto file = parse_models(to_yaml(model), "suggestion");
    if (!file) return tl::unexpected<Error>(file.error().front());
    return std::move(file->pools);
  }();
  if (!read) {
    return fail("cannot write a model for '" + (pool.type.empty() ? model.id : pool.type) +
                "': " + read.error().message);
  }
  const Result<ModelSet> set = ModelSet::create(*read, {}, {});
  if (!set) return tl::unexpected<Error>(set.error());
  for (const bool is_get : {true, false}) {
    for (const RecognisedFunction& function : is_get ? pool.gets : pool.puts) {
      CallName call;
      call.name = function.name;
      if (function.name.starts_with(without_arguments(pool.type) + "::")) call.record = pool.type;
      if (set->match_call(call).role != (is_get ? Role::acquire : Role::release)) {
        return fail("cannot write a model that matches '" + function.name + '\'');
      }
    }
  }
  return model;
}

Result<std::string> suggest(const RecognisedPool& pool) {
  const Result<PoolModel> model = suggest_model(pool);
  if (!model) return tl::unexpected<Error>(model.error());
  return "# Made from the structure of the code: check what it says, then keep it in\n"
         "# .pool-audit.yaml, or deny it there with `deny: true`.\n" +
         to_yaml(*model);
}

}  // namespace pool_audit::model
