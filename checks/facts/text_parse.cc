// Text -> TuFacts: the way through, and values. The grammar is in docs/formats/facts.md.
#include "checks/facts/text.h"
#include "checks/facts/text_parser.h"

namespace pool_audit::facts {
namespace text {

bool Parser::text(Symbol& out, size_t (*length)(std::string_view), std::string_view expected) {
  if (in_.peek() == '"') {
    std::string decoded;
    if (!in_.string(decoded)) return false;
    out = Symbol(decoded);
    return true;
  }
  const size_t bare = length(in_.rest());
  if (bare == 0) return in_.fail(expected);
  out = Symbol(in_.take(bare));
  return true;
}

bool Parser::entity(Role role, Symbol& out, size_t (*length)(std::string_view)) {
  const size_t start = in_.position();
  if (in_.peek() == '\'') {  // an id as it is
    std::string decoded;
    if (!in_.string(decoded)) return false;
    out = Symbol(decoded);
    return true;
  }
  Symbol spelling;
  if (!text(spelling, length, "a name")) return false;
  const EntityNames::Resolution resolution = names_.resolve(role, spelling);
  if (resolution.found == Found::several) {
    return in_.fail_at(start, "'" + std::string(spelling.text()) +
                                  "' is the name of several entities; write the id of one of them");
  }
  out = resolution.id;
  return true;
}

bool Parser::small(uint32_t& out) {
  uint64_t wide = 0;
  if (!in_.number(wide, std::numeric_limits<uint32_t>::max())) return false;
  out = static_cast<uint32_t>(wide);
  return true;
}

// [file:]line[:column]
bool Parser::point(Symbol& file, uint32_t& line, uint32_t& column) {
  file = facts_.main_file;
  if (!is_digit(in_.peek())) {
    if (!text(file, path_length, "a file or a line number")) return false;
    if (!in_.expect(":")) return false;
  }
  column = 0;
  return small(line) && (!in_.accept_adjacent(":") || small(column));
}

// point [- [line:]column] [none|argument|body MACRO] [spelled point]
bool Parser::location(Location& out) {
  out = {};
  if (!point(out.file, out.line, out.column)) return false;
  out.end_line = out.line;
  out.end_column = out.column;
  if (in_.accept_adjacent("-")) {
    if (!small(out.end_column)) return false;
    if (in_.accept_adjacent(":")) {
      out.end_line = out.end_column;
      if (!small(out.end_column)) return false;
    }
  }
  const std::string_view use = in_.peek_identifier();
  if (!use.empty() && std::ranges::find(enum_names<MacroUse>, use) != enum_names<MacroUse>.end()) {
    if (!enumerator(out.macro_use)) return false;
    if (!text(out.macro, identifier_length, "the name of a macro")) return false;
  }
  if (!in_.accept_word("spelled")) return true;
  return point(out.spelling_file, out.spelling_line, out.spelling_column);
}

bool Parser::at(Location& out, size_t statement_start) {
  if (in_.accept("@")) return location(out);
  if (locate_lines_ && out == Location{}) {
    out.file = facts_.main_file;
    out.line = out.end_line = in_.line();
    out.column = in_.column(statement_start);
    out.end_column = in_.column(in_.line_end());
  }
  return true;
}

bool Parser::annotation(Annotation& out) {
  if (!text(out.name, word_length, "the name of an annotation")) return false;
  return in_.peek_adjacent() != '(' || value<Role::plain>(out.arguments);
}

bool Parser::digest(Digest& out) {
  const std::string_view digits = in_.rest().substr(0, 32);
  const auto nibble = [](char c) {
    return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (digits.size() != 32 || std::ranges::any_of(digits, [&](char c) { return nibble(c) < 0; })) {
    return in_.fail("32 hexadecimal digits");
  }
  for (size_t i = 0; i < 32; ++i) {
    uint64_t& half = i < 16 ? out.high : out.low;
    half = (half << 4) | static_cast<uint64_t>(nibble(digits[i]));
  }
  in_.take(32);
  return true;
}

Result<TuFacts> Parser::run() {
  collect_names();
  in_.restart();
  while (!in_.failed() && in_.next_line()) {
    if (!statement()) break;
  }
  if (in_.failed() || !finish()) return tl::unexpected(in_.error());
  return std::move(facts_);
}

}  // namespace text

Result<TuFacts> parse(std::string_view text) {
  return text::Parser(text).run();
}

}  // namespace pool_audit::facts
