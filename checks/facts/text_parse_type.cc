// Types in the text form: by index (%7), by spelling, or guessed from the spelling when the text
// has no line for them.
#include <array>

#include "checks/facts/text_parser.h"

namespace pool_audit::facts::text {
namespace {

constexpr int kMaxTypeDepth = 64;
constexpr uint64_t kPointerSize = 8;

struct Builtin {
  std::string_view spelling;
  TypeKind kind;
  uint64_t size;
};
constexpr auto kBuiltins = std::to_array<Builtin>({
    {"void", TypeKind::void_, 0},
    {"bool", TypeKind::boolean, 1},
    {"_Bool", TypeKind::boolean, 1},
    {"char", TypeKind::integer, 1},
    {"signed char", TypeKind::integer, 1},
    {"unsigned char", TypeKind::integer, 1},
    {"short", TypeKind::integer, 2},
    {"unsigned short", TypeKind::integer, 2},
    {"int", TypeKind::integer, 4},
    {"unsigned", TypeKind::integer, 4},
    {"unsigned int", TypeKind::integer, 4},
    {"long", TypeKind::integer, 8},
    {"unsigned long", TypeKind::integer, 8},
    {"long long", TypeKind::integer, 8},
    {"unsigned long long", TypeKind::integer, 8},
    {"__int128", TypeKind::integer, 16},
    {"unsigned __int128", TypeKind::integer, 16},
    {"float", TypeKind::floating, 4},
    {"double", TypeKind::floating, 8},
    {"long double", TypeKind::floating, 16},
    {"std::nullptr_t", TypeKind::null_pointer, kPointerSize},
    {"nullptr_t", TypeKind::null_pointer, kPointerSize},
});

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool strip_prefix(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word) || text.size() <= word.size() || !is_space(text[word.size()])) {
    return false;
  }
  text = trim(text.substr(word.size()));
  return true;
}
bool strip_suffix(std::string_view& text, std::string_view word) {
  if (!text.ends_with(word) || text.size() <= word.size()) return false;
  const char before = text[text.size() - word.size() - 1];
  if (is_name_char(before)) return false;
  text = trim(text.substr(0, text.size() - word.size()));
  return true;
}

// "a<b, c>::d" has its arguments in the last bracket pair: position of its '<', or npos.
size_t arguments_start(std::string_view text) {
  if (!text.ends_with('>')) return std::string_view::npos;
  size_t depth = 0;
  for (size_t i = text.size(); i-- > 0;) {
    if (text[i] == '>') ++depth;
    if (text[i] == '<' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

std::vector<std::string_view> split_arguments(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t depth = 0;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '<' || c == '(' || c == '[') ++depth;
    if ((c == '>' || c == ')' || c == ']') && depth > 0) --depth;
    if (c == ',' && depth == 0) {
      parts.push_back(trim(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  parts.push_back(trim(text.substr(start)));
  return parts;
}

// A template argument that is a value rather than a type.
bool is_value(std::string_view text) {
  return text.empty() || is_digit(text[0]) || text[0] == '-' || text[0] == '&' || text[0] == '\'' ||
         text == "true" || text == "false" || text == "nullptr";
}

}  // namespace

TypeId Parser::add_type(Type type) {
  const auto id = static_cast<TypeId>(facts_.types.size());
  types_.add(id, type.spelling);
  facts_.types.push_back(std::move(type));
  return id;
}

// Pointers, references and arrays by their end, builtins by the table, everything else a record.
bool Parser::guess_type(std::string_view spelling, TypeId& out, int depth) {
  if (depth > kMaxTypeDepth) return in_.fail("a type nested at most 64 deep");
  spelling = trim(spelling);
  while (strip_prefix(spelling, "const") || strip_prefix(spelling, "volatile") ||
         strip_prefix(spelling, "typename") || strip_suffix(spelling, "const") ||
         strip_suffix(spelling, "volatile") || strip_suffix(spelling, "__restrict")) {
  }
  if (spelling.empty()) return in_.fail("a type");
  const TypeNames::Resolution known = types_.resolve(spelling);
  if (known.found == Found::one) {
    out = known.id;
    return true;
  }
  Type made;
  made.spelling = Symbol(clang_spelling(spelling));
  const auto wraps = [&](TypeKind kind, size_t suffix, uint64_t size) {
    made.kind = kind;
    made.size_bytes = size;
    if (!guess_type(spelling.substr(0, spelling.size() - suffix), made.target, depth + 1)) {
      return false;
    }
    out = add_type(std::move(made));
    return true;
  };
  if (spelling.ends_with("&&")) return wraps(TypeKind::rvalue_reference, 2, kPointerSize);
  if (spelling.ends_with('&')) return wraps(TypeKind::lvalue_reference, 1, kPointerSize);
  if (spelling.ends_with('*')) return wraps(TypeKind::pointer, 1, kPointerSize);
  if (spelling.ends_with(']') && spelling.find('[') != std::string_view::npos) {
    const size_t open = spelling.find('[');
    uint64_t count = 0;
    for (const char c : spelling.substr(open + 1, spelling.size() - open - 2)) {
      if (!is_digit(c) || count > UINT32_MAX) {
        count = 0;
        break;
      }
      count = count * 10 + static_cast<uint64_t>(c - '0');
    }
    if (!wraps(TypeKind::array, spelling.size() - open, 0)) return false;
    Type& array = facts_.types[out];
    array.size_bytes = count * (facts_.types[array.target].size_bytes & UINT32_MAX);
    return true;
  }
  for (const Builtin& builtin : kBuiltins) {
    if (builtin.spelling != spelling) continue;
    made.kind = builtin.kind;
    made.size_bytes = builtin.size;
    out = add_type(std::move(made));
    return true;
  }
  if (spelling.ends_with(')')) {
    made.kind = TypeKind::function;
    out = add_type(std::move(made));
    return true;
  }
  const bool enumeration = strip_prefix(spelling, "enum");
  made.kind = enumeration ? TypeKind::enumeration : TypeKind::record;
  made.size_bytes = enumeration ? 4 : 0;
  if (!enumeration) {
    static_cast<void>(strip_prefix(spelling, "struct") || strip_prefix(spelling, "class") ||
                      strip_prefix(spelling, "union"));
  }
  const EntityNames::Resolution record =
      names_.resolve(Role::record, Symbol(clang_spelling(spelling)));
  made.record = record.id;
  made.template_name = Symbol(clang_spelling(spelling));
  if (const size_t open = arguments_start(spelling); open != std::string_view::npos) {
    made.template_name = Symbol(trim(spelling.substr(0, open)));
    for (const std::string_view argument :
         split_arguments(spelling.substr(open + 1, spelling.size() - open - 2))) {
      TypeId id = kNoType;
      if (!is_value(argument) && !guess_type(argument, id, depth + 1)) return false;
      made.arguments.push_back(id);
      made.text_arguments.emplace_back(clang_spelling(argument));
    }
  }
  out = add_type(std::move(made));
  return true;
}

// "?", "%7", "Foo *" in quotes or, where it can be, bare.
bool Parser::type(TypeId& out) {
  const size_t start = in_.position();
  if (in_.accept("?")) {
    out = kNoType;
    return true;
  }
  if (in_.accept("%")) {
    uint64_t id = 0;
    if (!in_.number(id, UINT32_MAX)) return false;
    if (id >= declared_types_) {
      return in_.fail_at(start, "there is no type %" + std::to_string(id) + "; the text declares " +
                                    std::to_string(declared_types_ - 1));
    }
    out = static_cast<TypeId>(id);
    return true;
  }
  Symbol spelling;
  if (!text(spelling, type_length, "a type")) return false;
  const TypeNames::Resolution known = types_.resolve(spelling.text());
  if (known.found == Found::several) {
    return in_.fail_at(start, "several types are spelled '" + std::string(spelling.text()) +
                                  "'; write %N for the Nth of the 'type' lines");
  }
  if (known.found == Found::one) {
    out = known.id;
    return true;
  }
  return guess_type(spelling.text(), out, 0);
}

}  // namespace pool_audit::facts::text
