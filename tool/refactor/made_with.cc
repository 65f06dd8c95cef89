#include "tool/refactor/made_with.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

namespace {

using List = std::vector<std::string>;

// `name(4, x)` or `name{4, x}`, of the token `name`.
std::optional<List> behind(const Source& source, size_t name) {
  const auto& tokens = source.tokens();
  const bool opens =
      name + 1 < tokens.size() && (tokens[name + 1].is("(") || tokens[name + 1].is("{"));
  const auto closing = opens ? source.partner(name + 1) : std::nullopt;
  if (!closing) return std::nullopt;
  List out;
  for (const Range& each : arguments_in(source, name + 1, *closing)) {
    out.emplace_back(source.of(each));
  }
  return out;
}

bool is_number(const std::string& text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c); });
}

}  // namespace

std::vector<Range> arguments_in(const Source& source, size_t opening, size_t closing) {
  std::vector<Range> out;
  const auto& tokens = source.tokens();
  size_t first = opening + 1;
  for (size_t i = first; i <= closing; ++i) {
    if (i < closing && (tokens[i].is("(") || tokens[i].is("{") || tokens[i].is("["))) {
      i = source.partner(i).value_or(i);
    }
    if (i != closing && !tokens[i].is(",")) continue;
    if (i > first) out.push_back({tokens[first].range.begin, tokens[i - 1].range.end});
    first = i + 1;
  }
  return out;
}

std::optional<List> made_with(const analysis::Program& program, const inventory::PoolKey& key,
                              Sources& sources) {
  if (key.kind == inventory::PoolKey::Kind::variable) {
    const facts::Variable* variable = program.variable(key.id);
    if (variable == nullptr) return std::nullopt;
    List out;
    for (const Symbol each : variable->arguments) out.emplace_back(each.text());
    return out;
  }
  const auto field = program.field(key.id);
  if (key.kind != inventory::PoolKey::Kind::field || field.field == nullptr) return std::nullopt;
  const Uses uses = uses_of(sources, program, key.id);
  std::set<List> all;
  size_t initialised = 0;
  for (const Stretch& each : uses.ours) {
    if (initialisers_at(sources, program, uses, each).empty()) continue;
    const Source& source = *sources.find(each.file);
    const auto list = behind(source, source.token_at(each.range.begin));
    if (!list || !std::ranges::all_of(*list, is_number)) return std::nullopt;
    all.insert(*list);
    ++initialised;
  }
  bool declared = false;
  for (const Stretch& each : sources.stretch(field.field->location)) {
    const Source& source = *sources.find(each.file);
    size_t name = source.token_at(each.range.begin);
    while (source.tokens()[name].range.end < each.range.end &&
           !source.tokens()[name].is(uses.name)) {
      ++name;
    }
    const auto list = behind(source, name);
    if (!list && !field.field->initializer.text().empty()) return std::nullopt;  // = Pool(4)
    if (list) all.insert(*list);
    declared = declared || list.has_value();
  }
  size_t constructors = 0;
  for (const facts::Function* each : program.functions()) {
    if (each->record != field.record->id && each->record != field.record->pattern) continue;
    const bool counts = each->has(facts::FunctionFlag::constructor) &&
                        !each->has(facts::FunctionFlag::copy_or_move) &&
                        !each->has(facts::FunctionFlag::implicit);
    if (counts) ++constructors;
  }
  if (!declared && initialised < constructors) all.insert(List());
  if (all.empty()) return List();
  return all.size() == 1 ? std::optional(*all.begin()) : std::nullopt;
}

}  // namespace pool_audit::refactor
