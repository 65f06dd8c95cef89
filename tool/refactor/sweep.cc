#include "tool/refactor/sweep.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "checks/support/words.h"

namespace pool_audit::refactor {

namespace {

std::string_view line_at(const Source& source, size_t begin) {
  return trimmed(source.of({begin, source.next_line(begin)}));
}

// Where the comment begins that stands directly above the line at `begin`; `begin` without one.
size_t comment_above(const Source& source, size_t begin) {
  size_t at = begin;
  bool in_block = false;
  while (at > 0) {
    const size_t above = source.line_begin(at - 1);
    const std::string_view line = line_at(source, above);
    if (!in_block && line.ends_with("*/")) in_block = true;
    if (!in_block && !line.starts_with("//")) break;
    at = above;
    if (in_block && line.starts_with("/*")) in_block = false;
    if (in_block && line.empty() && above == 0) break;
  }
  return in_block ? begin : at;
}

bool is_blank_line(const Source& source, size_t begin) {
  return begin < source.text().size() && line_at(source, begin).empty();
}

// Of the blank lines on both sides of whole lines one is enough.
Range with_blank_line(const Source& source, Range lines) {
  const bool blank_above =
      lines.begin == 0 || is_blank_line(source, source.line_begin(lines.begin - 1));
  if (blank_above && is_blank_line(source, lines.end)) lines.end = source.next_line(lines.end);
  return lines;
}

// Whether the brace at `index` opens a namespace or a linkage specification: `namespace a::b {`,
// `extern "C" {`.
bool opens_namespace(const Source& source, size_t index) {
  for (size_t i = index; i-- > 0;) {
    const SourceToken& token = source.tokens()[i];
    if (token.is("namespace") || token.is("extern")) return true;
    const bool goes_on = token.is(":") || token.text.front() == '"' || token.is_word();
    if (!goes_on) return false;
  }
  return false;
}

// Every brace around the offset opens a namespace or a linkage specification.
bool at_namespace_scope(const Source& source, size_t offset) {
  for (size_t i = source.token_at(offset); i-- > 0;) {
    const SourceToken& token = source.tokens()[i];
    if (token.in_directive || !token.is("{")) continue;
    const auto closing = source.partner(i);
    const bool around = closing && source.tokens()[*closing].range.begin >= offset;
    if (around && !opens_namespace(source, i)) return false;
  }
  return true;
}

// A namespace of which everything between the braces goes, goes as well.
void take_empty_namespaces(Sources& sources, std::vector<Stretch>& removed) {
  for (Stretch& each : removed) {
    const Source* source = sources.find(each.file);
    if (source == nullptr) continue;
    const auto& tokens = source->tokens();
    size_t first = source->token_at(each.range.begin);
    size_t last = source->token_at(each.range.end);
    // Over neighbours that go, too.
    const auto gone = [&](size_t index) {
      return std::ranges::any_of(removed, [&](const Stretch& other) {
        return other.file == each.file && holds(other.range, tokens[index].range);
      });
    };
    while (first > 0 && gone(first - 1)) --first;
    while (last < tokens.size() && gone(last)) ++last;
    if (first == 0 || last >= tokens.size() || !tokens[first - 1].is("{") ||
        source->partner(first - 1) != last) {
      continue;
    }
    size_t head = first - 1;
    while (head > 0 && (tokens[head - 1].is_word() || tokens[head - 1].is(":")) &&
           !tokens[head - 1].is("namespace")) {
      --head;  // its name
    }
    if (head == 0 || !tokens[head - 1].is("namespace")) continue;
    const Range whole = with_blank_line(*source, {source->line_begin(tokens[head - 1].range.begin),
                                                  source->next_line(tokens[last].range.begin)});
    each.range = {std::min(each.range.begin, whole.begin), std::max(each.range.end, whole.end)};
  }
}

std::vector<Stretch> joined(std::vector<Stretch> list) {
  std::ranges::sort(list);
  std::vector<Stretch> out;
  for (Stretch& each : list) {
    if (!out.empty() && out.back().file == each.file && each.range.begin <= out.back().range.end) {
      out.back().range.end = std::max(out.back().range.end, each.range.end);
    } else {
      out.push_back(std::move(each));
    }
  }
  return out;
}

size_t size_of(const std::vector<Stretch>& list) {
  size_t out = 0;
  for (const Stretch& each : list) out += each.range.end - each.range.begin;
  return out;
}

}  // namespace

Range whole_declaration(const Source& source, Range declaration) {
  const size_t index = source.token_at(declaration.begin);
  if (index < source.tokens().size() && source.tokens()[index].in_directive) return declaration;
  size_t last = source.token_at(declaration.end);
  size_t end = declaration.end;
  if (last < source.tokens().size() && source.tokens()[last].is(";")) {
    end = source.tokens()[last].range.end;
    ++last;
  }
  const bool starts =
      source.line_begin(declaration.begin) + source.indentation(declaration.begin).size() ==
      declaration.begin;
  const bool ends = last >= source.tokens().size() ||
                    source.tokens()[last].range.begin >= source.next_line(end - 1);
  if (!starts || !ends) return {declaration.begin, end};
  return with_blank_line(source, {comment_above(source, source.line_begin(declaration.begin)),
                                  source.next_line(end - 1)});
}

std::vector<Stretch> declarations_of(Sources& sources, const std::string& name, Entity::Kind kind) {
  std::vector<Stretch> out;
  for (const Stretch& each : sources.occurrences(name)) {
    const Source* source = sources.find(each.file);
    const auto statement = source->statement(each.range);
    if (!statement || statement->has_several || !at_namespace_scope(*source, each.range.begin)) {
      continue;
    }
    const std::string_view text = source->of(statement->range);
    const size_t behind = source->token_at(each.range.end);
    const bool call = behind < source->tokens().size() && source->tokens()[behind].is("(");
    const bool fits = kind == Entity::Kind::function ? call : text.starts_with("extern");
    if (fits && text.find('=') == std::string_view::npos) {
      out.push_back({each.file, {statement->range.begin, statement->range.end - 1}});
    }
  }
  return out;
}

Swept sweep(Sources& sources, std::vector<Entity> candidates, const std::vector<Stretch>& going) {
  Swept out;
  // All go, until somebody who stays names one of them.
  while (true) {
    std::vector<Stretch> removed = going;
    for (const Entity& each : candidates) {
      removed.insert(removed.end(), each.declarations.begin(), each.declarations.end());
    }
    const auto still_named = [&](const Entity& each) -> std::optional<Stretch> {
      for (const Stretch& use : sources.occurrences(each.name)) {
        if (!holds(removed, use)) return use;
      }
      const bool links = each.kind == Entity::Kind::variable || each.kind == Entity::Kind::function;
      return links ? sources.pasted(each.name) : std::nullopt;
    };
    const auto kept = std::ranges::find_if(
        candidates, [&](const Entity& each) { return still_named(each).has_value(); });
    if (kept == candidates.end()) break;
    if (!kept->optional) out.kept.push_back({kept->name, *still_named(*kept)});
    candidates.erase(kept);
  }
  for (const Entity& each : candidates) {
    out.gone.push_back(each.name);
    for (const Stretch& declaration : each.declarations) {
      if (const Source* source = sources.find(declaration.file)) {
        out.removed.push_back({declaration.file, whole_declaration(*source, declaration.range)});
      }
    }
  }
  out.removed = joined(std::move(out.removed));
  for (size_t before = SIZE_MAX; before != size_of(out.removed);) {
    before = size_of(out.removed);
    take_empty_namespaces(sources, out.removed);
    out.removed = joined(std::move(out.removed));
  }
  for (Stretch& each : out.removed) {
    const Source& source = *sources.find(each.file);
    const bool lines = each.range.begin == source.line_begin(each.range.begin) &&
                       (each.range.end == source.text().size() ||
                        each.range.end == source.line_begin(each.range.end));
    if (lines) each.range = with_blank_line(source, each.range);
  }
  return out;
}

}  // namespace pool_audit::refactor
