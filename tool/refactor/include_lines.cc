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

// "<memory>" of "<memory>  // owners".
std::string_view header_of(const Directive& each) {
  const char closing = each.rest.starts_with('<') ? '>' : '"';
  const size_t end = each.rest.find(closing, 1);
  return each.rest.substr(0, end == std::string_view::npos ? end : end + 1);
}

// Includes of one kind in lines that follow one another.
using IncludeBlock = std::vector<Directive>;

std::vector<IncludeBlock> blocks_of(const Source& source, const std::vector<Directive>& all,
                                    size_t depth, char kind) {
  std::vector<IncludeBlock> out;
  size_t next = 0;  // where the line begins that would go on
  for (const Directive& each : all) {
    const bool fits = each.word == "include" && each.depth <= depth && each.rest.starts_with(kind);
    if (!fits) continue;
    if (out.empty() || each.line_begin != next) out.emplace_back();
    out.back().push_back(each);
    next = source.next_line(each.line_begin);
  }
  return out;
}

// As `<stdio.h>`.
bool is_of_c(std::string_view header) {
  return header.find('.') != std::string_view::npos;
}

// Of several blocks the first whose headers are spelled alike, as those of C and of C++ are.
const IncludeBlock* block_for(const std::vector<IncludeBlock>& blocks, std::string_view header) {
  for (const IncludeBlock& each : blocks) {
    const bool alike = std::ranges::all_of(
        each, [&](const Directive& other) { return is_of_c(header_of(other)) == is_of_c(header); });
    if (alike) return &each;
  }
  return blocks.empty() ? nullptr : &blocks.front();
}

// `"net/buffer.h"` in net/buffer.cc.
bool is_own_header(std::string_view file, std::string_view header) {
  const auto stem = [](std::string_view path) {
    path = path.substr(path.find_last_of('/') + 1);  // npos + 1 is 0
    return path.substr(0, path.rfind('.'));
  };
  return header.starts_with('"') && stem(file) == stem(header.substr(1, header.size() - 2));
}

// At its place among sorted ones, else in front.
size_t place_in(const Source& source, const IncludeBlock& block, std::string_view header) {
  const size_t front = block.front().line_begin;
  if (!std::ranges::is_sorted(block, {}, header_of)) return front;
  const auto behind = std::ranges::upper_bound(block, header, {}, header_of);
  const size_t last = source.next_line(block.back().line_begin);
  // Without a line end there is no line behind the last one.
  if (behind == block.end() && source.text()[last - 1] != '\n') return front;
  return behind == block.end() ? last : behind->line_begin;
}

}  // namespace

std::optional<inventory::Edit> include_line(const Source& source, const std::string& file,
                                            std::string_view header) {
  const std::vector<Directive> all = directives(source);
  const size_t free = has_guard(all) ? 1 : 0;
  const Directive* any = nullptr;
  for (const Directive& each : all) {
    if (each.word != "include" || each.depth > free) continue;
    if (each.rest.starts_with(header)) return std::nullopt;
    if (any == nullptr) any = &each;
  }
  const auto blocks = blocks_of(source, all, free, header.front());
  const IncludeBlock* block = block_for(blocks, header);
  const size_t at = block != nullptr ? place_in(source, *block, header)
                    : any != nullptr ? any->line_begin
                                     : first_line(source, all);
  const size_t like = block != nullptr ? block->front().line_begin : at;
  const std::string end = source.line_end(like);
  const std::string line = "#include " + std::string(header) + end;
  // What a source file defines is declared in the header that it includes first.
  if (block == nullptr && any != nullptr && is_own_header(file, header_of(*any))) {
    const size_t behind = source.next_line(any->line_begin);
    const bool ended = behind > 0 && source.text()[behind - 1] == '\n';
    if (ended) return inventory::Edit{source.place(file, {behind, behind}), end + line};
  }
  // An empty line on each side, of which there may be one.
  const size_t next = source.next_line(at);
  const bool gap = at > 0 && next > at &&
                   source.of({at, next}).find_first_not_of("\r\n") == std::string_view::npos;
  const bool alone = block == nullptr && any == nullptr;
  const std::string text = block != nullptr ? line : alone && gap ? end + line : line + end;
  return inventory::Edit{source.place(file, {at, at}), text};
}

}  // namespace pool_audit::refactor
