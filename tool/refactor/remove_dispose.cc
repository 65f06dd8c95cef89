#include "tool/refactor/remove_dispose.h"

#include <algorithm>
#include <set>
#include <utility>

#include "checks/support/words.h"
#include "tool/refactor/fold_truth.h"
#include "tool/refactor/pool_slot.h"

namespace pool_audit::refactor {

namespace {

enum class Held { pointers, owners, values, unknown };

bool is_owner(std::string_view name) {
  return name.find("unique_ptr") != std::string_view::npos ||
         name.find("shared_ptr") != std::string_view::npos;
}

// What the variable or field that keeps the spares is made of.
Held held_in(const analysis::Program& program, Symbol slot) {
  facts::TypeId id = facts::kNoType;
  if (const auto field = program.field(slot); field.field != nullptr) id = field.field->type;
  if (const facts::Variable* variable = program.variable(slot)) id = variable->type;
  const facts::Type* type = &program.type(id);
  while (type->kind == facts::TypeKind::array) type = &program.type(type->target);
  if (type->kind == facts::TypeKind::pointer) return Held::pointers;
  const std::string_view spelling = type->spelling.text();
  if (type->kind == facts::TypeKind::record) {
    if (type->template_name.text() == "std::atomic" &&
        spelling.find('*') != std::string_view::npos) {
      return Held::unknown;  // a list without locks: what is done to it is not told by statements
    }
    if (is_owner(type->template_name.text())) return Held::owners;
    for (const facts::TypeId each : type->arguments) {
      const facts::Type& element = program.type(each);
      if (element.kind == facts::TypeKind::pointer) return Held::pointers;
      if (is_owner(element.template_name.text())) return Held::owners;
      if (element.kind == facts::TypeKind::record) return Held::values;
      break;
    }
  }
  if (is_owner(spelling)) return Held::owners;
  if (spelling.find('*') != std::string_view::npos) return Held::pointers;
  return Held::unknown;
}

// `free(b->data);` with the call at `index`: one member of one name.
bool is_member_call(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  return index + 7 < tokens.size() && tokens[index].is_word() &&
         speaks_of_an_end(tokens[index].text) && tokens[index + 1].is("(") &&
         tokens[index + 2].is_word() && tokens[index + 3].is("-") && tokens[index + 4].is(">") &&
         tokens[index + 5].is_word() && tokens[index + 6].is(")") && tokens[index + 7].is(";");
}
constexpr size_t kMemberCall = 8;  // tokens

// Whether the call at `index` ends a member of an object that ends in one of the next statements.
bool goes_along(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  const std::string_view object = is_member_call(source, index) ? tokens[index + 2].text : "";
  size_t next = index;
  while (is_member_call(source, next) && tokens[next + 2].is(object)) next += kMemberCall;
  return next > index && next + 4 < tokens.size() && tokens[next].is_word() &&
         speaks_of_an_end(tokens[next].text) && tokens[next + 1].is("(") &&
         tokens[next + 2].is(object) && tokens[next + 3].is(")") && tokens[next + 4].is(";");
}

// What the statements in front of the call at `index`, which ends an object, end of its members:
// "free(%->data); ".
std::string with_members(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  if (!tokens[index + 3].is(")")) return {};  // a member of something itself
  const std::string object(tokens[index + 2].text);
  std::string out;
  for (size_t at = index; at >= kMemberCall; at -= kMemberCall) {
    const size_t call = at - kMemberCall;
    if (!is_member_call(source, call) || !tokens[call + 2].is(object)) break;
    out.insert(
        0, std::string(tokens[call].text) + "(%->" + std::string(tokens[call + 5].text) + "); ");
  }
  return out;
}

// Statements of a function that end an object: "delete %", "release_node(%)".
void collect(const Source& source, Range range, const std::set<std::string>& puts,
             std::set<std::string>& out) {
  const auto& tokens = source.tokens();
  const size_t end = source.token_at(range.end);
  for (size_t i = source.token_at(range.begin); i + 3 < end; ++i) {
    if (tokens[i].is("delete") && i > 0 && !tokens[i - 1].is("=")) {
      out.insert(tokens[i + 1].is("[") ? "delete[] %" : "delete %");
      continue;
    }
    if (!tokens[i].is_word() || !tokens[i + 1].is("(") || !speaks_of_an_end(tokens[i].text))
      continue;
    const bool member =
        i > 0 && (tokens[i - 1].is(".") || tokens[i - 1].is(">") || tokens[i - 1].is("~"));
    const auto closing = source.partner(i + 1);
    if (member || !closing || !tokens[*closing + 1].is(";")) continue;
    // One name, or a member of one.
    const bool one = *closing > i + 2 && expression_begin(source, *closing - 1) == i + 2;
    const bool begins =
        i > 0 && (tokens[i - 1].is(";") || tokens[i - 1].is("{") || tokens[i - 1].is("}") ||
                  tokens[i - 1].is(")") || tokens[i - 1].is("else"));
    if (!one || !begins || puts.contains(std::string(tokens[i].text))) continue;
    if (goes_along(source, i)) continue;
    out.insert(with_members(source, i) + std::string(tokens[i].text) + "(%)");
  }
}

// `object` of `std::unique_ptr<T>(object)`, else the text as it is.
std::string owned_name(std::string_view text) {
  const size_t opening = text.find_last_of("({");
  if (opening == std::string_view::npos || !is_owner(text.substr(0, opening))) {
    return std::string(text);
  }
  const size_t end = text.size() - 1;
  const std::string_view inner = trimmed(text.substr(opening + 1, end - opening - 1));
  return std::string(is_identifier(inner) ? inner : text);
}

// Of a local or parameter of the function with that name; null when there is none, or several that
// differ.
const facts::Type* type_in(const analysis::Program& program, const facts::Function& function,
                           std::string_view name) {
  const facts::Type* out = nullptr;
  const auto add = [&](std::string_view named, facts::TypeId id) {
    if (named != name) return true;
    const facts::Type* type = &program.type(id);
    if (out != nullptr && out->kind != type->kind) return false;
    out = type;
    return true;
  };
  if (const auto graph = program.graph(function.id)) {
    for (const facts::Local& each : graph->locals) {
      if (!add(each.name.text(), each.type)) return nullptr;
    }
  }
  for (const facts::Parameter& each : function.parameters) {
    if (!add(each.name.text(), each.type)) return nullptr;
  }
  return out;
}

// Whether the smart pointers that the variable or field keeps end their object by `delete`.
bool ends_plainly(const analysis::Program& program, Symbol slot) {
  facts::TypeId id = facts::kNoType;
  if (const auto field = program.field(slot); field.field != nullptr) id = field.field->type;
  if (const facts::Variable* variable = program.variable(slot)) id = variable->type;
  const facts::Type* type = &program.type(id);
  if (!is_owner(type->template_name.text()) && !type->arguments.empty()) {
    type = &program.type(type->arguments.front());
  }
  if (type->template_name.text() == "std::shared_ptr") return true;  // when it is made of a pointer
  return type->template_name.text() == "std::unique_ptr" &&
         (type->arguments.size() < 2 ||
          program.type(type->arguments[1]).template_name.text() == "std::default_delete");
}

}  // namespace

std::optional<std::string> Disposal::of(const std::string& object,
                                        const facts::Function& function) const {
  if (!text.empty()) {
    std::string out = text;
    if (std::ranges::count(text, '%') > 1 && !is_identifier(object)) {
      return std::nullopt;  // it would be evaluated several times
    }
    for (size_t at = out.find('%'); at != std::string::npos; at = out.find('%', at)) {
      out.replace(at, 1, object);
    }
    return out;
  }
  // `std::unique_ptr<T>(object)` and `emplace_back(object)` make the owner of a plain pointer.
  const std::string name = owners ? owned_name(object) : object;
  const facts::Type* type = type_in(*program, function, name);
  if (owners && (type == nullptr || type->kind == facts::TypeKind::pointer)) {
    if (type == nullptr || !plain_end) return std::nullopt;
    return "delete " + name;
  }
  if (name != object) return std::nullopt;
  // An owner that came by reference would keep its object.
  const bool refers =
      type != nullptr && (type->kind == facts::TypeKind::lvalue_reference ||
                          (owners && type->kind == facts::TypeKind::rvalue_reference));
  if (refers) return object + ".reset()";
  return "";
}

Disposal disposal_of(const inventory::Subject& subject, const analysis::HandWritten& own,
                     const Uses& slot, Sources& sources) {
  Disposal out;
  out.program = &subject.program;
  const Held held = held_in(subject.program, own.slot);
  if (held == Held::unknown) {
    out.reason = "what the spares are held by is not understood";
    return out;
  }
  std::set<std::string> puts;
  for (const analysis::Part& each : own.puts) {
    const facts::Function* function = subject.program.function(each.function);
    if (function != nullptr) puts.insert(last_part(function->name.text()));
  }
  std::set<std::string> endings;
  bool placement = false;
  for (const Symbol id : slot.functions) {
    const facts::Function* function = subject.program.function(id);
    for (const Stretch& at : sources.stretch(function->location)) {
      const Source& source = *sources.find(at.file);
      collect(source, at.range, puts, endings);
      for (size_t i = source.token_at(at.range.begin); i < source.token_at(at.range.end); ++i) {
        out.has_nullptr = out.has_nullptr || source.tokens()[i].is("nullptr");
        placement = placement || (source.tokens()[i].is("new") && source.tokens()[i + 1].is("("));
      }
    }
  }
  if (held != Held::pointers) {
    out.has_nullptr = true;
    out.owners = held == Held::owners;
    out.plain_end = out.owners && ends_plainly(subject.program, own.slot);
    return out;
  }
  if (endings.size() > 1) {
    out.reason =
        "objects end in several ways: " + *endings.begin() + ", " + *std::next(endings.begin());
    std::erase(out.reason, '%');
    return out;
  }
  if (endings.size() == 1) {
    out.text = *endings.begin();
  } else if (own.factory.starts_with("new ") && !placement) {
    out.text = "delete %";
  } else if (own.factory.starts_with("malloc") || own.factory.starts_with("calloc")) {
    out.text = "free(%)";
  } else {
    out.reason = "how an object is destroyed does not show";
    return out;
  }
  const facts::Record* pooled = subject.program.record_of(own.element);
  if (placement && (pooled == nullptr || !pooled->has_trivial_destructor)) {
    out.reason = "objects are made in memory of their own, and their destructor is not trivial";
  }
  return out;
}

}  // namespace pool_audit::refactor
