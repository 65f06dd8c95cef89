#include "tool/refactor/fold_text.h"

#include <algorithm>

#include "checks/support/words.h"

namespace pool_audit::refactor {

using Kind = StatementNode::Kind;

namespace {

std::string moved_left(const std::string& text, const std::string& from, const std::string& to) {
  if (from.size() <= to.size() || !from.starts_with(to)) return text;
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    std::string line = text.substr(at, end - at);
    if (line.starts_with(from)) line = to + line.substr(from.size());
    out += line;
    at = end;
  }
  return out;
}

}  // namespace

Range range_of(const Source& source, const StatementNode& node) {
  return {source.tokens()[node.first].range.begin, source.tokens()[node.last].range.end};
}

std::string applied(const Source& source, Range range, std::vector<FoldChange> changes) {
  std::ranges::sort(changes, {}, [](const FoldChange& each) { return each.range.begin; });
  std::string out;
  size_t at = range.begin;
  for (const FoldChange& each : changes) {
    if (each.range.begin < at) continue;
    out += source.of({at, each.range.begin});
    out += each.text;
    at = each.range.end;
  }
  if (at < range.end) out += source.of({at, range.end});
  return out;
}

FoldChange flattened(const Source& source, const StatementNode& node, const StatementNode& part,
                     const std::vector<FoldChange>& changes, bool in_block) {
  const auto& tokens = source.tokens();
  const Range whole = range_of(source, node);
  const size_t line = source.line_begin(whole.begin);
  const bool own_lines = line + source.indentation(whole.begin).size() == whole.begin &&
                         (node.last + 1 >= tokens.size() ||
                          tokens[node.last + 1].range.begin >= source.next_line(whole.end - 1));
  const bool filled = part.kind == Kind::block && !part.children.empty();
  if (in_block && !own_lines && filled) {  // without its braces
    const Range between{tokens[part.first].range.end, tokens[part.last].range.begin};
    return {whole, std::string(trimmed(applied(source, between, changes)))};
  }
  if (!in_block || !own_lines || (part.kind == Kind::block && part.children.empty())) {
    return {whole, applied(source, range_of(source, part), changes)};
  }
  Range kept{tokens[part.first].range.begin, source.next_line(range_of(source, part).end - 1)};
  if (part.kind == Kind::block) {
    kept = {source.next_line(tokens[part.first].range.begin),
            source.line_begin(tokens[part.last].range.begin)};
    const size_t first = tokens[part.children.front().first].range.begin;
    const size_t last = tokens[part.children.back().last].range.end;
    if (kept.begin > first || kept.end < last) {  // { a(); } in one line
      kept = {first, last};
    }
  }
  const size_t first =
      tokens[part.kind == Kind::block ? part.children.front().first : part.first].range.begin;
  std::string content = applied(source, kept, changes);
  const std::string outer = source.indentation(whole.begin);
  if (kept.begin == source.line_begin(kept.begin)) {
    content = moved_left(content, source.indentation(first), outer);
  } else {
    content = outer + moved_left(content, source.indentation(first), outer);
  }
  if (!content.ends_with('\n')) content += source.line_end(whole.begin);
  return {{line, source.next_line(whole.end - 1)}, content};
}

FoldChange without_dead(const Source& source, const StatementNode& before,
                        const StatementNode& last) {
  const auto& tokens = source.tokens();
  const size_t behind = tokens[before.last].range.end;
  const size_t begin = source.next_line(tokens[before.last].range.begin);
  const size_t end = tokens[last.last].range.end;
  const size_t next = source.next_line(end - 1);
  // What stands in one line with something that stays goes alone.
  const bool starts = tokens[before.last + 1].range.begin >= begin;
  const bool ends = last.last + 1 >= tokens.size() || tokens[last.last + 1].range.begin >= next;
  return starts && ends ? FoldChange{{begin, next}, ""} : FoldChange{{behind, end}, ""};
}

std::string as_statement(const Source& source, const std::string& text, const StatementNode& node) {
  const auto& tokens = source.tokens();
  constexpr std::string_view kBetween = "; ";
  const bool controlled =
      node.first > 0 && (tokens[node.first - 1].is(")") || tokens[node.first - 1].is("else"));
  if (text.find(kBetween) == std::string::npos) return text + ";";
  if (controlled) return "{ " + text + "; }";
  const size_t begin = tokens[node.first].range.begin;
  const std::string line = ";" + source.line_end(begin) + source.indentation(begin);
  std::string out = text + ";";
  for (size_t at = out.find(kBetween); at != std::string::npos; at = out.find(kBetween, at)) {
    out.replace(at, kBetween.size(), line);
    at += line.size();
  }
  return out;
}

bool ends_object(const Source& source, const std::string& disposed, const std::set<size_t>& dropped,
                 size_t begin, size_t end, bool alone) {
  if (disposed.empty()) return false;
  const auto& tokens = source.tokens();
  const Source ending(disposed + ";");
  const auto from = tokens.begin() + static_cast<ptrdiff_t>(begin);
  const auto to = tokens.begin() + static_cast<ptrdiff_t>(end);
  const auto same =
      std::search(from, to, ending.tokens().begin(), ending.tokens().end(),
                  [](const SourceToken& a, const SourceToken& b) { return a.text == b.text; });
  if (same == to || alone) return same != to;
  size_t others = 0;
  size_t statement = begin;  // where it begins
  bool drops = false;        // it is one of a lock that goes
  const size_t ended = static_cast<size_t>(same - tokens.begin());
  for (size_t i = begin; i < end; ++i) {
    drops = drops || dropped.contains(i);
    const bool closes = tokens[i].is("{") || tokens[i].is("}");
    if (!closes && !tokens[i].is(";")) continue;
    const bool within = statement >= ended && statement < ended + ending.tokens().size();
    const bool plain = closes || drops || within || tokens[statement].is("return");
    if (!plain) ++others;
    statement = i + 1;
    drops = false;
  }
  return others > 0;
}

}  // namespace pool_audit::refactor
