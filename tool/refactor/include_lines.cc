#include "tool/refactor/include_lines.h"

#include <algorithm>
#include <vector>

namespace pool_audit::refactor {

namespace {

// A line of the preprocessor: "include", "<memory>", and where it stands.
struct Directive {
  std::string_view word;
  std::string_view rest;
  size_t line_begin = 0;
  size_t depth = 0;  // of the conditions around it
};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && (is_blank(text.back()) || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::vector<Directive> directives(const Source& source) {
  std::vector<Directive> out;
  size_t depth = 0;
  const std::string_view text = source.text();
  for (const SourceToken& token : source.tokens()) {
    if (!token.in_directive || !token.is("#")) continue;
    const size_t begin = source.line_begin(token.range.begin);
    if (!trimmed(text.substr(begin, token.range.begin - begin)).empty()) continue;
    const size_t end = std::min(text.find('\n', token.range.end), text.size());
    const std::string_view line = trimmed(text.substr(token.range.end, end - token.range.end));
    const size_t cut = std::min(line.find_first_of(" \t<\""), line.size());
    const Directive each{line.substr(0, cut), trimmed(line.substr(cut)), begin, depth};
    if (each.word.starts_with("if")) ++depth;
    if (each.word == "endif" && depth > 0) --depth;
    out.push_back(each);
  }
  return out;
}

// Whether the file's first two lines of the preprocessor are an include guard.
bool has_guard(const std::vector<Directive>& all) {
  return all.size() > 2 && all[0].word == "ifndef" && all[1].word == "define" &&
         all[1].rest.starts_with(all[0].rest) && all.back().word == "endif" &&
         all.back().depth == 1;
}

// Behind the comments and empty lines that the file begins with, and its `#pragma once` or guard.
size_t first_line(const Source& source, const std::vector<Directive>& all) {
  size_t at = 0;
  if (has_guard(all)) at = source.next_line(all[1].line_begin);
  if (!all.empty() && all[0].word == "pragma" && all[0].rest == "once") {
    at = source.next_line(all[0].line_begin);
  }
  if (at != 0) return at;
  return source.tokens().empty() ? source.text().size()
                                 : source.line_begin(source.tokens().front().range.begin);
}

}  // namespace

std::optional<inventory::Edit> include_line(const Source& source, const std::string& file,
                                            std::string_view header) {
  const std::vector<Directive> all = directives(source);
  const size_t free = has_guard(all) ? 1 : 0;
  const Directive* same = nullptr;
  const Directive* any = nullptr;
  for (const Directive& each : all) {
    if (each.word != "include" || each.depth > free) continue;
    if (each.rest.starts_with(header)) return std::nullopt;
    if (same == nullptr && each.rest.starts_with(header.substr(0, 1))) same = &each;
    if (any == nullptr) any = &each;
  }
  const Directive* beside = same != nullptr ? same : any;
  const size_t at = beside != nullptr ? beside->line_begin : first_line(source, all);
  const std::string end = source.line_end(at);
  return inventory::Edit{source.place(file, {at, at}),
                         "#include " + std::string(header) + end + (same != nullptr ? "" : end)};
}

}  // namespace pool_audit::refactor
