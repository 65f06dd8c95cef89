#include "tool/refactor/template_words.h"

namespace pool_audit::refactor {

std::string first_type_parameter(const Source& source, Range declaration) {
  const auto& tokens = source.tokens();
  const size_t at = source.token_at(declaration.begin);
  if (at + 4 >= tokens.size() || !tokens[at].is("template") || !tokens[at + 1].is("<")) return "";
  const bool is_type = tokens[at + 2].is("class") || tokens[at + 2].is("typename");
  const std::string name(tokens[at + 3].text);
  const bool ends = tokens[at + 4].is(",") || tokens[at + 4].is(">") || tokens[at + 4].is("=");
  return is_type && ends && is_identifier(name) ? name : "";
}

bool specializes_member(const Source& source, size_t name) {
  const auto& tokens = source.tokens();
  if (name + 1 >= tokens.size() || !tokens[name + 1].is("<")) return false;
  size_t first = name;
  while (first > 0 && !tokens[first - 1].is(";") && !tokens[first - 1].is("}") &&
         !tokens[first - 1].is("{") && !tokens[first - 1].in_directive) {
    --first;
  }
  if (first + 2 > name || !tokens[first].is("template") || !tokens[first + 1].is("<") ||
      !tokens[first + 2].is(">")) {
    return false;
  }
  int depth = 0;
  for (size_t at = name + 1; at + 2 < tokens.size(); ++at) {
    if (tokens[at].is("<")) ++depth;
    if (tokens[at].is(">")) --depth;
    if (tokens[at].is("{") || tokens[at].is(";")) return false;
    if (depth <= 0) return tokens[at + 1].is(":") && tokens[at + 2].is(":");
  }
  return false;
}

std::optional<Stretch> member_specialization(Sources& sources, const std::string& class_name) {
  for (const Stretch& each : sources.occurrences(class_name)) {
    const Source& source = *sources.find(each.file);
    if (specializes_member(source, source.token_at(each.range.begin))) return each;
  }
  return std::nullopt;
}

}  // namespace pool_audit::refactor
