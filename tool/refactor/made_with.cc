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

bool is_positive(std::string_view text) {
  const std::string_view number = without_suffix(text);
  return is_number(std::string(number)) && number.find_first_not_of('0') != std::string_view::npos;
}

// How a constructor sets the member, and what stands for it where no argument is given.
struct Setting {
  std::string value;            // a number; "" for a parameter
  std::optional<size_t> index;  // of the parameter
  std::string by_default;
};

// The default of a parameter as its head spells it, when that is one token; "" otherwise.
std::string default_in(const Source& source, Range head, std::string_view parameter) {
  const auto& tokens = source.tokens();
  for (size_t i = source.token_at(head.begin); i + 3 < tokens.size(); ++i) {
    if (tokens[i + 3].range.end > head.end) break;
    const bool ends = tokens[i + 3].is(",") || tokens[i + 3].is(")");
    if (tokens[i].is(parameter) && tokens[i + 1].is("=") && ends) {
      return std::string(tokens[i + 2].text);
    }
  }
  return {};
}

// Whether an id is that of the class, of its template, or of another instance of that.
bool is_of(const analysis::Program& program, Symbol id, const facts::Record& record) {
  const facts::Record* other = program.record(id);
  const Symbol pattern = record.pattern ? record.pattern : record.id;
  return other != nullptr && (other->id == record.id || other->id == pattern ||
                              (other->pattern && other->pattern == pattern));
}

// The initialiser whose name is the token, in a constructor of the class.
std::optional<Setting> setting_at(const analysis::Program& program, const facts::Record& record,
                                  const Stretch& token, Sources& sources) {
  const Source& source = *sources.find(token.file);
  const auto given = behind(source, source.token_at(token.range.begin));
  if (!given || given->size() != 1) return std::nullopt;
  Setting out;
  if (is_number(std::string(without_suffix(given->front())))) {
    out.value = given->front();
    return out;
  }
  for (const facts::Function* each : program.functions()) {
    if (!each->has(facts::FunctionFlag::constructor) || !is_of(program, each->record, record)) {
      continue;
    }
    const std::vector<Stretch> whole = sources.stretch(each->location);
    if (!holds(whole, token)) continue;
    const auto named = std::ranges::find_if(each->parameters, [&](const facts::Parameter& one) {
      return one.name.text() == given->front();
    });
    if (named == each->parameters.end()) return std::nullopt;
    out.index = static_cast<size_t>(named - each->parameters.begin());
    out.by_default = default_in(source, whole.front().range, given->front());
    return out;
  }
  return std::nullopt;
}

// Whether a call makes an object of the class, of its arguments: a constructor, or a function of
// a library as in `std::make_unique<Pool>(4)` and `pools.emplace_back(4)`.
bool makes(const analysis::Program& program, const facts::Event& call,
           const facts::Record& record) {
  const facts::Function* callee = program.function(call.callee);
  if (callee == nullptr) return false;
  if (callee->has(facts::FunctionFlag::constructor)) {
    return !callee->has(facts::FunctionFlag::copy_or_move) &&
           is_of(program, callee->record, record);
  }
  constexpr std::array<std::string_view, 6> kMakers = {
      "make_unique", "make_shared", "make_optional", "emplace", "emplace_back", "emplace_front"};
  if (std::ranges::find(kMakers, last_part(callee->name.text())) == kMakers.end()) return false;
  const auto is_it = [&](facts::TypeId id) {
    return is_of(program, program.type(id).record, record);
  };
  // The owner that comes of it, or the container.
  return std::ranges::any_of(program.type(call.type).arguments, is_it) ||
         std::ranges::any_of(program.type(call.object.type).arguments, is_it);
}

// Whether an argument is a number above none, or a constant that is made of one.
bool is_positive(const analysis::Program& program, const facts::Operand& argument) {
  const facts::Place& place = argument.place;
  if (place.root == facts::Root::constant) return place.value > 0;
  const bool global = place.root == facts::Root::global && place.steps.empty();
  const facts::Variable* known = global ? program.variable(place.symbol) : nullptr;
  return known != nullptr && known->is_const && known->arguments.size() == 1 &&
         is_positive(known->arguments.front().text());
}

}  // namespace

bool is_made_positive(const analysis::Program& program, const facts::Record& record, Symbol member,
                      Sources& sources) {
  const Uses uses = uses_of(sources, program, member);
  std::optional<Setting> setting;
  for (const Stretch& token : uses.ours) {
    if (initialisers_at(sources, program, uses, token).empty()) continue;
    if (setting) return false;  // several constructors
    setting = setting_at(program, record, token, sources);
    if (!setting) return false;
  }
  if (!setting) {
    const facts::Field* field = program.field(member).field;
    std::string text(field != nullptr ? field->initializer.text() : "");
    if (text.size() > 2 && text.front() == '{') text = text.substr(1, text.size() - 2);
    return is_positive(text);
  }
  if (!setting->index) return is_positive(setting->value);
  const size_t index = *setting->index;
  // Members, whose constructors may be the compiler's, by their declarations; all else by the
  // calls.
  for (const facts::Record* holder : program.records()) {
    for (const facts::Field& field : holder->fields) {
      const facts::Type& type = program.type(field.type);
      if (type.kind != facts::TypeKind::record || !is_of(program, type.record, record)) continue;
      const auto given =
          made_with(program, {inventory::PoolKey::Kind::field, field.id, 0, ""}, sources);
      if (!given || !is_positive(index < given->size() ? (*given)[index] : setting->by_default)) {
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
        if (event.kind != facts::EventKind::call || !makes(program, event, record)) continue;
        if (index >= event.arguments.size()) {
          if (!is_positive(setting->by_default)) return false;
        } else if (!is_positive(program, event.arguments[index])) {
          return false;
        }
        made = true;
      }
    }
  }
  return made;
}

}  // namespace pool_audit::refactor
