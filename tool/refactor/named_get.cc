#include "tool/refactor/named_get.h"

#include <algorithm>
#include <array>

#include "checks/support/words.h"

namespace pool_audit::refactor {

namespace {

// Whether the tokens are a name or a member of one: `b`, `self->spare`, `queue.head`.
bool is_path(const std::vector<SourceToken>& tokens, size_t first, size_t last) {
  bool wants_name = true;
  for (size_t i = first; i < last; ++i) {
    const SourceToken& token = tokens[i];
    const bool arrow = token.is("-") && i + 1 < last && tokens[i + 1].is(">");
    if (token.is_word() != wants_name) return false;
    if (!wants_name && !arrow && !token.is(".")) return false;
    if (arrow) ++i;
    wants_name = !wants_name;
  }
  return !wants_name;
}

// A declaration whose object lives longer than its block, or is several.
bool is_special(const std::vector<SourceToken>& tokens, size_t first, size_t last) {
  constexpr std::array<std::string_view, 6> kWords = {"static", "thread_local", "extern", "(", "[",
                                                      "&"};
  for (size_t i = first; i < last; ++i) {
    if (std::ranges::find(kWords, tokens[i].text) != kWords.end()) return true;
  }
  return false;
}

}  // namespace

std::optional<NamedGet> named_get(Sources& sources, const inventory::Taken& get) {
  if (get.role.object != analysis::ObjectAt::result) return std::nullopt;
  const Source* source = sources.find(get.place.file);
  const auto call = source != nullptr ? source->range(get.place) : std::nullopt;
  const auto statement = call ? source->statement(*call) : std::nullopt;
  if (!statement || statement->is_controlled || statement->has_several) return std::nullopt;
  const auto& tokens = source->tokens();
  const size_t behind = source->token_at(call->end);
  if (behind >= tokens.size() || !tokens[behind].is(";")) return std::nullopt;
  const size_t start = source->token_at(statement->range.begin);
  size_t equals = source->token_at(call->begin);
  // x = (struct packet *)get();
  if (equals > start && tokens[equals - 1].is(")")) {
    const auto opening = source->partner(equals - 1);
    if (!opening) return std::nullopt;
    equals = *opening;
  }
  if (equals < start + 2 || !tokens[--equals].is("=")) return std::nullopt;
  NamedGet out{source, get.place.file, *call, *statement, "", false};
  if (is_path(tokens, start, equals)) {
    const Range range{tokens[start].range.begin, tokens[equals - 1].range.end};
    out.name = source->of(range);
    return out;
  }
  if (!tokens[equals - 1].is_word() || is_special(tokens, start, equals)) return std::nullopt;
  out.name = tokens[equals - 1].text;
  out.declares = true;
  return out;
}

std::optional<NewLine> line_behind(const Source& source, const std::string& file,
                                   const Statement& statement) {
  if (!statement.owns_lines) return std::nullopt;
  const size_t end = statement.range.end - 1;
  const size_t at = source.next_line(end);
  // A comment behind the statement may go on on the next line.
  const std::string_view tail =
      std::string_view(source.text()).substr(end + 1, at - std::min(at, end + 1));
  const bool open = tail.find("/*") != std::string_view::npos && !trimmed(tail).ends_with("*/");
  if (open || !std::string_view(source.text()).substr(0, at).ends_with('\n') ||
      trimmed(tail).ends_with('\\')) {
    return std::nullopt;
  }
  return NewLine{source.place(file, {at, at}), source.indentation(statement.range.begin),
                 source.line_end(end)};
}

std::optional<Tokens> tokens_of(Sources& sources, const inventory::Subject& subject,
                                Symbol function) {
  const facts::Function* fact = subject.program.function(function);
  if (fact == nullptr) return std::nullopt;
  const auto stretches = sources.stretch(fact->location);
  if (stretches.empty()) return std::nullopt;
  const Stretch& stretch = stretches.front();
  const Source* source = sources.find(stretch.file);
  return Tokens{source, source->token_at(stretch.range.begin), source->token_at(stretch.range.end)};
}

}  // namespace pool_audit::refactor
