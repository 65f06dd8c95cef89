#include "tool/refactor/added_lines.h"

#include "tool/refactor/named_get.h"
#include "tool/refactor/style.h"

namespace pool_audit::refactor {

using inventory::Edit;

namespace {

// Whether most `else` stand on the line of the brace in front of them.
bool else_joins(const Source& source) {
  const auto& tokens = source.tokens();
  long out = 0;
  for (size_t i = 1; i < tokens.size(); ++i) {
    if (!tokens[i].is("else") || !tokens[i - 1].is("}")) continue;
    out +=
        source.line_of(tokens[i].range.begin) == source.line_of(tokens[i - 1].range.begin) ? 1 : -1;
  }
  return out >= 0;
}

std::optional<std::vector<Edit>> one(const Source& source, const std::string& file, size_t at,
                                     std::string text) {
  return std::vector<Edit>{{source.place(file, {at, at}), std::move(text)}};
}

// `if (x) stmt;` as a block: "{", the lines, "}".
std::optional<std::vector<Edit>> in_braces(const Source& source, const std::string& file,
                                           const Statement& statement, const std::string& before,
                                           const std::string& behind, const std::string& tail) {
  const auto& tokens = source.tokens();
  const size_t first = source.token_at(statement.range.begin);
  // A label, or half of a conditional operator.
  if (first == 0 || tokens[first - 1].is(":")) return std::nullopt;
  const size_t head = tokens[first - 1].range.end;
  const std::string outer = source.indentation(tokens[first - 1].range.begin);
  const std::string inner = outer + indentation_step(source, outer);
  const std::string end = source.line_end(head);
  const std::string_view gap = source.of({head, statement.range.begin});
  // A comment between the two would end up in the wrong place.
  if (gap.find_first_not_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  std::string text = " {" + end;
  if (!before.empty()) text += inner + before + end;
  text += inner + std::string(source.of(statement.range));
  // A comment behind the statement stays on its line.
  size_t last = statement.range.end;
  const size_t next = source.next_line(statement.range.end - 1);
  const size_t other = source.token_at(statement.range.end);
  const bool alone = other >= tokens.size() || tokens[other].range.begin >= next;
  if (alone) {
    const std::string_view comment = source.of({statement.range.end, next});
    if (comment.find("/*") != std::string_view::npos &&
        comment.find("*/") == std::string_view::npos) {
      return std::nullopt;
    }
    const size_t stop = comment.find_last_not_of(" \t\r\n");
    if (stop != std::string_view::npos) {
      text += comment.substr(0, stop + 1);
      last = statement.range.end + stop + 1;
    }
  }
  text += end;
  if (!behind.empty()) text += inner + behind + end;
  text += outer + "}" + tail;
  // `} else`, as most who write braces have it.
  const std::string_view rest =
      other < tokens.size() ? source.of({last, tokens[other].range.begin}) : std::string_view();
  if (tail.empty() && other < tokens.size() && tokens[other].is("else") &&
      rest.find_first_not_of(" \t\r\n") == std::string_view::npos && else_joins(source)) {
    text += " ";
    last = tokens[other].range.begin;
  }
  return std::vector<Edit>{{source.place(file, {head, last}), std::move(text)}};
}

std::string else_block(const Source& source, const std::string& outer, const std::string& end,
                       const std::string& added) {
  return " else {" + end + outer + indentation_step(source, outer) + added + end + outer + "}";
}

// The `if` whose condition the token closes.
bool closes_if(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  if (index >= tokens.size() || !tokens[index].is(")")) return false;
  const auto opening = source.partner(index);
  return opening && *opening > 0 && tokens[*opening - 1].is("if");
}

bool is_else(const Source& source, size_t index) {
  return index < source.tokens().size() && source.tokens()[index].is("else");
}

}  // namespace

std::optional<std::vector<Edit>> add_before(const Source& source, const std::string& file,
                                            const Statement& statement, const std::string& added) {
  if (statement.is_controlled) return in_braces(source, file, statement, added, "", "");
  const size_t at = statement.range.begin;
  const size_t begin = source.line_begin(at);
  const std::string indent = source.indentation(at);
  if (begin + indent.size() != at) return one(source, file, at, added + " ");
  return one(source, file, begin, indent + added + source.line_end(at));
}

std::optional<std::vector<Edit>> add_behind(const Source& source, const std::string& file,
                                            const Statement& statement, const std::string& added) {
  if (statement.is_controlled) return in_braces(source, file, statement, "", added, "");
  if (!statement.owns_lines) return one(source, file, statement.range.end, " " + added);
  const auto line = line_behind(source, file, statement);
  if (!line) return std::nullopt;
  return std::vector<Edit>{{line->at, line->indentation + added + line->line_end}};
}

std::optional<std::vector<Edit>> add_else(const Source& source, const std::string& file,
                                          const Statement& statement, const std::string& behind,
                                          const std::string& added) {
  const auto& tokens = source.tokens();
  const size_t first = source.token_at(statement.range.begin);
  if (first == 0) return std::nullopt;
  const std::string end = source.line_end(statement.range.begin);
  if (closes_if(source, first - 1)) {
    if (is_else(source, source.token_at(statement.range.end))) return std::nullopt;
    const std::string outer = source.indentation(tokens[first - 1].range.begin);
    return in_braces(source, file, statement, "", behind, else_block(source, outer, end, added));
  }
  // Outwards to the brace that opens the block.
  size_t at = first;
  while (at > 0 && !tokens[at - 1].is("{")) {
    --at;
    if (tokens[at].is("}") || tokens[at].is(")")) at = source.partner(at).value_or(0);
  }
  if (at < 2 || !closes_if(source, at - 2)) return std::nullopt;
  const auto closing = source.partner(at - 1);
  if (!closing || is_else(source, *closing + 1)) return std::nullopt;
  auto out = add_behind(source, file, statement, behind);
  if (!out) return std::nullopt;
  const size_t brace = tokens[*closing].range.end;
  out->push_back({source.place(file, {brace, brace}),
                  else_block(source, source.indentation(tokens[at - 1].range.begin), end, added)});
  return out;
}

}  // namespace pool_audit::refactor
