#include "tool/refactor/runtime_hooks.h"

#include <algorithm>
#include <array>
#include <vector>

namespace pool_audit::refactor {

using inventory::PoolKey;

namespace {

constexpr std::array<std::string_view, 3> kOnTheWayBack = {"reset", "retain", "object_bytes"};
constexpr const char* kUnclear = "the hooks of the pool do not show in its declaration";

// Of `.reset = [](T& x) { ... }, .retain = ...` between two braces.
std::string against(const Source& source, size_t opening) {
  const auto& tokens = source.tokens();
  const auto closing = source.partner(opening);
  if (!closing) return kUnclear;
  for (size_t i = opening + 1; i < *closing; ++i) {
    if (!tokens[i].is(".") || i + 2 >= *closing || !tokens[i + 2].is("=")) return kUnclear;
    const std::string_view hook = tokens[i + 1].text;
    if (std::ranges::find(kOnTheWayBack, hook) == kOnTheWayBack.end()) {
      return "the hook '" + std::string(hook) + "' of the pool may make it another than a new one";
    }
    for (; i < *closing && !tokens[i].is(","); ++i) {
      if (tokens[i].in_directive) return kUnclear;
      if (const auto end = source.partner(i); end && *end > i) i = *end;
    }
  }
  return {};
}

}  // namespace

bool has_runtime_hooks(const inventory::Pool& pool) {
  return pool.factory.text.starts_with("pool::hooks<") || pool.factory.text == "pool::no_policy";
}

std::string against_plain_objects(const inventory::Subject& subject, size_t pool,
                                  Sources& sources) {
  if (subject.pools[pool].bound.kind != inventory::BoundKind::unbounded) {
    return "the pool is bounded: what happens at the bound would be lost";
  }
  if (subject.pools[pool].factory.text == "pool::no_policy") return {};
  const PoolKey& key = subject.keys[pool];
  const facts::Variable* variable =
      key.kind == PoolKey::Kind::variable ? subject.program.variable(key.id) : nullptr;
  if (variable == nullptr) return kUnclear;
  const std::vector<Stretch> declared = sources.stretch(variable->location);
  if (declared.size() != 1) return kUnclear;
  const Source& source = *sources.find(declared.front().file);
  const auto& tokens = source.tokens();
  const std::string name = last_part(variable->name.text());
  size_t i = source.token_at(declared.front().range.begin);
  while (i < tokens.size() && !tokens[i].is(name)) ++i;
  if (i + 2 >= tokens.size() || tokens[i].range.end > declared.front().range.end) return kUnclear;
  if (tokens[i + 1].is(";")) return {};
  if (!tokens[i + 1].is("(") && !tokens[i + 1].is("{")) return kUnclear;
  if (source.partner(i + 1) == i + 2) return {};
  return tokens[i + 2].is("{") ? against(source, i + 2) : kUnclear;
}

}  // namespace pool_audit::refactor
