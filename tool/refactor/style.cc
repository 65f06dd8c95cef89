#include "tool/refactor/style.h"

#include <algorithm>

namespace pool_audit::refactor {

namespace {

bool is_name_or_colon(char c) {
  return c == ':' || is_name_character(c);
}

void remove_qualifier(std::string& text, const std::string& qualifier) {
  for (size_t at = text.find(qualifier); at != std::string::npos; at = text.find(qualifier, at)) {
    if (at > 0 && is_name_or_colon(text[at - 1])) {
      at += qualifier.size();
    } else {
      text.erase(at, qualifier.size());
    }
  }
}

// Whether a line says who may see members, which many styles indent by less than the members.
bool is_label(const Source& source, size_t line) {
  const size_t at = source.token_at(line);
  if (at >= source.tokens().size()) return false;
  const SourceToken& first = source.tokens()[at];
  return first.is("public") || first.is("protected") || first.is("private");
}

// "struct packet *", where the facts have "packet *". Names that a typedef gives stay.
void add_tag(std::string& type, Sources& sources) {
  constexpr std::string_view kConst = "const ";
  const size_t begin = type.starts_with(kConst) ? kConst.size() : 0;
  const std::string name = type.substr(begin, type.find_first_of(" *", begin) - begin);
  for (const Stretch& each : sources.occurrences(name)) {
    const Source& source = *sources.find(each.file);
    const size_t at = source.token_at(each.range.begin);
    if (at == 0) continue;
    for (const std::string_view tag : {"struct", "union", "enum"}) {
      if (!source.tokens()[at - 1].is(tag)) continue;
      type.insert(begin, std::string(tag) + " ");
      return;
    }
  }
}

}  // namespace

std::string indentation_step(const Source& source, const std::string& own) {
  if (own.find('\t') != std::string::npos) return "\t";
  for (const SourceToken& token : source.tokens()) {
    if (!token.is("{") || token.in_directive) continue;
    size_t next = source.next_line(token.range.begin);
    while (next < source.text().size() && is_label(source, next)) next = source.next_line(next);
    if (next >= source.text().size()) break;
    const std::string outer = source.indentation(token.range.begin);
    const std::string inner = source.indentation(next);
    if (inner.size() > outer.size() && inner.starts_with(outer)) return inner.substr(outer.size());
  }
  return "  ";
}

long signs_on_the_left(const Source& source) {
  const auto& tokens = source.tokens();
  long out = 0;
  for (size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (!tokens[i].is("*") && !tokens[i].is("&")) continue;
    const bool before = tokens[i - 1].range.end == tokens[i].range.begin;
    const bool behind = tokens[i].range.end == tokens[i + 1].range.begin;
    if (before != behind) out += before ? 1 : -1;
  }
  return out;
}

bool brace_has_its_line(const Source& source) {
  const auto& tokens = source.tokens();
  long out = 0;
  for (size_t i = 1; i < tokens.size(); ++i) {
    if (!tokens[i].is("{") || !tokens[i - 1].is(")") || tokens[i].in_directive) continue;
    const size_t brace = tokens[i].range.begin;
    if (source.indentation(brace).empty()) out += source.line_begin(brace) == brace ? 1 : -1;
  }
  return out > 0;
}

std::string written_type(std::string type, const TypeStyle& style, Sources& sources) {
  if (style.in_c) add_tag(type, sources);
  for (size_t end = style.scope.rfind("::"); end != std::string::npos && end != 0;
       end = style.scope.rfind("::", end - 1)) {
    remove_qualifier(type, style.scope.substr(0, end + 2));
  }
  if (style.signs_left) {
    const size_t last = type.find_last_not_of("*& ");
    if (last != std::string::npos && last + 1 < type.size()) {
      std::string signs = type.substr(last + 1);
      std::erase(signs, ' ');
      type = type.substr(0, last + 1) + signs + " ";
    }
  }
  return type;
}

}  // namespace pool_audit::refactor
