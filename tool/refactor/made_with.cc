#include "tool/refactor/made_with.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

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

namespace {

// A number above none, or the name of a constant: nobody names a zero a bound.
bool is_positive(std::string_view text) {
  const std::string_view number = without_suffix(text);
  if (is_number(std::string(number)))
    return number.find_first_not_of('0') != std::string_view::npos;
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == ':';
  });
}

// How a constructor sets the member, and what stands for it where no argument is given.
struct Setting {
  std::string value;            // a number; "" for a parameter
  std::optional<size_t> index;  // of the parameter
  std::string by_default;
};

// The initialiser whose name is the token, in a constructor.
std::optional<Setting> setting_at(const Source& source, size_t name) {
  const auto given = behind(source, name);
  if (!given || given->size() != 1) return std::nullopt;
  Setting out;
  if (is_number(std::string(without_suffix(given->front())))) {
    out.value = given->front();
    return out;
  }
  // The parameters are in the brackets in front of the colon.
  const auto& tokens = source.tokens();
  size_t colon = name;
  while (colon > 0 && !(tokens[colon].is(":") && tokens[colon - 1].is(")"))) --colon;
  const auto opening = colon > 0 ? source.partner(colon - 1) : std::nullopt;
  if (!opening) return std::nullopt;
  const std::vector<Range> parameters = arguments_in(source, *opening, colon - 1);
  for (size_t i = 0; i < parameters.size(); ++i) {
    const Source text(std::string(source.of(parameters[i])));
    const auto found = std::ranges::find(text.tokens(), given->front(), &SourceToken::text);
    if (found == text.tokens().end()) continue;
    out.index = i;
    const size_t at = static_cast<size_t>(found - text.tokens().begin());
    if (at + 3 == text.tokens().size() && text.tokens()[at + 1].is("=")) {
      out.by_default = text.tokens()[at + 2].text;
    }
    return out;
  }
  return std::nullopt;
}

// Whether a constructor is one of the class, or of an instance of it.
bool constructs(const analysis::Program& program, const facts::Function& callee,
                const facts::Record& record) {
  if (!callee.has(facts::FunctionFlag::constructor) ||
      callee.has(facts::FunctionFlag::copy_or_move)) {
    return false;
  }
  const facts::Record* made = program.record(callee.record);
  const Symbol pattern = record.pattern ? record.pattern : record.id;
  return made != nullptr && (made->id == record.id || made->id == pattern ||
                             (made->pattern && made->pattern == pattern));
}

// Whether a function of a library makes an object of the class of its arguments:
// `std::make_unique<Pool>(4)`, `pools.emplace_back(4)`.
bool makes_inside(const analysis::Program& program, const facts::Function& callee,
                  const facts::Event& call, const facts::Record& record) {
  constexpr std::array<std::string_view, 8> kMakers = {
      "make_unique",  "make_shared",   "make_optional", "emplace",
      "emplace_back", "emplace_front", "construct_at",  "in_place"};
  if (std::ranges::find(kMakers, last_part(callee.name.text())) == kMakers.end()) return false;
  const Symbol pattern = record.pattern ? record.pattern : record.id;
  const auto is_it = [&](facts::TypeId id) {
    const facts::Record* made = program.record(program.type(id).record);
    return made != nullptr &&
           (made->id == record.id || (made->pattern && made->pattern == pattern));
  };
  // The owner that comes of it, or the container.
  return std::ranges::any_of(program.type(call.type).arguments, is_it) ||
         std::ranges::any_of(program.type(call.object.type).arguments, is_it);
}

// Whether an argument is a number above none, or a constant.
bool is_positive(const analysis::Program& program, const facts::Operand& argument) {
  const facts::Place& place = argument.place;
  if (place.root == facts::Root::constant) return place.value > 0;
  if (place.root != facts::Root::global || !place.steps.empty()) return false;
  const facts::Variable* known = program.variable(place.symbol);
  return known != nullptr && known->is_const;
}

}  // namespace

bool is_made_positive(const analysis::Program& program, const facts::Record& record, Symbol member,
                      Sources& sources) {
  const Uses uses = uses_of(sources, program, member);
  std::optional<Setting> setting;
  for (const Stretch& token : uses.ours) {
    if (initialisers_at(sources, program, uses, token).empty()) continue;
    const Source& source = *sources.find(token.file);
    if (setting) return false;  // several constructors
    setting = setting_at(source, source.token_at(token.range.begin));
    if (!setting) return false;
  }
  if (!setting) {
    const facts::Field* field = program.field(member).field;
    std::string text(field != nullptr ? field->initializer.text() : "");
    if (text.size() > 2 && text.front() == '{') text = text.substr(1, text.size() - 2);
    return is_positive(text);
  }
  if (!setting->index) return is_positive(setting->value);
  // Members, whose constructors may be the compiler's, by their declarations; all else by the
  // calls.
  for (const facts::Record* holder : program.records()) {
    for (const facts::Field& field : holder->fields) {
      const facts::Type& type = program.type(field.type);
      const facts::Record* held = program.record(type.record);
      const bool same =
          type.kind == facts::TypeKind::record && held != nullptr &&
          (held->id == record.id ||
           (held->pattern && (held->pattern == record.id || held->pattern == record.pattern)));
      if (!same) continue;
      const auto given =
          made_with(program, {inventory::PoolKey::Kind::field, field.id, 0, ""}, sources);
      if (!given || !is_positive(*setting->index < given->size() ? (*given)[*setting->index]
                                                                 : setting->by_default)) {
        return false;
      }
    }
  }
  bool made = false;
  for (const facts::Function* each : program.functions()) {
    const auto graph = program.graph(each->id);
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        const facts::Function* callee = program.function(event.callee);
        if (callee == nullptr || !(constructs(program, *callee, record) ||
                                   makes_inside(program, *callee, event, record))) {
          continue;
        }
        const bool given = *setting->index < event.arguments.size();
        if (!(given ? is_positive(program, event.arguments[*setting->index])
                    : is_positive(setting->by_default))) {
          return false;
        }
        made = true;
      }
    }
  }
  return made;
}

}  // namespace pool_audit::refactor
