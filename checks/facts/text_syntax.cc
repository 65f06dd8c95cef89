#include "checks/facts/text_syntax.h"

#include <algorithm>
#include <array>

namespace pool_audit::facts::text {
namespace {

constexpr auto kReserved = std::to_array<std::string_view>(
    {"assign", "attributes", "block",  "call",        "capture", "cases",  "compare",   "condition",
     "dead",   "declare",    "delete", "destroy",     "else",    "end",    "exit",      "fn",
     "if",     "jump",       "lambda", "local",       "macro",   "new",    "no_params", "null",
     "opaque", "param",      "return", "returns",     "suspend", "switch", "temps",     "this",
     "throw",  "throws",     "try",    "unreachable", "use"});
static_assert(std::ranges::is_sorted(kReserved));

constexpr auto kIntegerWords = std::to_array<std::string_view>(
    {"__int128", "char", "double", "int", "long", "short", "signed", "unsigned"});
constexpr auto kQualifiers = std::to_array<std::string_view>(
    {"class", "const", "enum", "struct", "typename", "union", "volatile"});

bool one_of(const auto& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool one_of(std::string_view characters, char c) {
  return characters.find(c) != std::string_view::npos;
}

size_t spaces(std::string_view text, size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// Length of a bracketed stretch at text[0], brackets of all kinds balanced, on one line; 0: none.
size_t brackets_length(std::string_view text) {
  size_t depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '<' || c == '(' || c == '[') ++depth;
    if ((c == '>' || c == ')' || c == ']') && --depth == 0) return i + 1;
    const bool plain = is_name_char(c) || is_space(c) || one_of("<>()[]:,*&-.", c);
    if (!plain) return 0;
  }
  return 0;
}

// The number of bytes of one valid UTF-8 sequence beyond ASCII at text[0]; 0: none.
size_t utf8_length(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if (byte(0) == 0xE0 && byte(1) < 0xA0) return 0;  // overlong
  if (byte(0) == 0xF0 && byte(1) < 0x90) return 0;
  if (byte(0) == 0xED && byte(1) > 0x9F) return 0;  // a surrogate
  if (byte(0) == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

}  // namespace

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_char(char c) {
  return is_name_start(c) || is_digit(c);
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

size_t identifier_length(std::string_view text) {
  if (text.empty() || !is_name_start(text[0])) return 0;
  size_t at = 1;
  while (at < text.size() && is_name_char(text[at])) ++at;
  return at;
}

size_t name_length(std::string_view text) {
  size_t at = 0;
  while (true) {
    const size_t tilde = at < text.size() && text[at] == '~' ? 1 : 0;
    const size_t part = identifier_length(text.substr(at + tilde));
    if (part == 0) return at == 0 ? 0 : at - 2;  // gives back a dangling "::"
    at += tilde + part;
    if (text.substr(at, 2) != "::") return at;
    at += 2;
  }
}

size_t word_length(std::string_view text) {
  constexpr std::string_view kFirst = "~:/.";
  if (text.empty() || (!is_name_char(text[0]) && !one_of(kFirst, text[0]))) return 0;
  size_t at = 1;
  while (at < text.size() && text[at] > ' ' && text[at] < 0x7F &&
         !one_of("\"'`(){},\\", text[at])) {
    ++at;
  }
  return at;
}

size_t path_length(std::string_view text) {
  if (text.empty() || is_digit(text[0])) return 0;
  size_t at = 0;
  while (at < text.size() && (is_name_char(text[at]) || one_of("./+-", text[at]))) {
    ++at;
  }
  return at;
}

size_t type_length(std::string_view text) {
  size_t at = 0;
  size_t end = 0;  // of what is certainly part of the type
  bool named = false;
  bool integer = false;
  while (true) {  // qualifiers, then one name or the words of an integer type
    const size_t start = spaces(text, at);
    if (at != 0 && start == at) break;
    const size_t length = name_length(text.substr(start));
    const std::string_view word = text.substr(start, length);
    const bool integer_word = one_of(kIntegerWords, word);
    if (length == 0) break;
    if (one_of(kQualifiers, word)) {
      if (named && word != "const" && word != "volatile") break;
      end = at = start + length;
      continue;
    }
    if (named && !(integer && integer_word)) break;
    integer = integer_word;
    named = true;
    end = at = start + length;
    if (at < text.size() && text[at] == '<' && !integer) {
      const size_t arguments = brackets_length(text.substr(at));
      if (arguments == 0) break;
      end = at += arguments;
      if (text.substr(at, 2) == "::") {  // a member of a template
        const size_t member = name_length(text.substr(at + 2));
        if (member != 0) end = at += 2 + member;
      }
    }
  }
  if (!named) return 0;
  while (true) {  // pointers, references, arrays
    at = spaces(text, end);
    if (at >= text.size()) return end;
    if (text[at] == '*' || text[at] == '&') {
      end = at + 1;
    } else if (text[at] == '[') {
      const size_t extent = brackets_length(text.substr(at));
      if (extent == 0) return end;
      end = at + extent;
    } else {
      const size_t length = identifier_length(text.substr(at));
      const std::string_view word = text.substr(at, length);
      if (word != "const" && word != "volatile" && word != "__restrict") return end;
      end = at + length;
    }
  }
}

bool is_reserved(std::string_view name) {
  return std::ranges::binary_search(kReserved, name);
}

std::span<const std::string_view> reserved_words() {
  return kReserved;
}

bool is_temp(std::string_view name) {
  return name.size() > 1 && name[0] == 't' && std::ranges::all_of(name.substr(1), is_digit);
}

std::string quote(std::string_view text, char quote) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out(1, quote);
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      out += {'\\', c};
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte >= 0x80 && utf8_length(text.substr(i)) != 0) {
      const size_t length = utf8_length(text.substr(i));
      out += text.substr(i, length);
      i += length - 1;
    } else if (byte < 0x20 || byte >= 0x7F) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += c;
    }
  }
  return out += quote;
}

std::string bare_or_quoted(std::string_view text, size_t (*length)(std::string_view)) {
  if (!text.empty() && length(text) == text.size()) return std::string(text);
  return quote(text);
}

std::string squeeze_type(std::string_view spelling) {
  std::string out;
  bool space = false;
  for (const char c : spelling) {
    if (is_space(c)) {
      space = true;
      continue;
    }
    if (space && !out.empty() && is_name_char(out.back()) && is_name_char(c)) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

std::string clang_spelling(std::string_view spelling) {
  std::string out;
  for (const char c : squeeze_type(spelling)) {
    const bool pointer = c == '*' || c == '&';
    if ((pointer || c == '[') && !out.empty() && (is_name_char(out.back()) || out.back() == '>') &&
        pointer) {
      out += ' ';
    }
    out += c;
    if (c == ',') out += ' ';
  }
  return out;
}

}  // namespace pool_audit::facts::text
