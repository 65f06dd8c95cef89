#include "tool/refactor/registration.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace pool_audit::refactor {

namespace {

constexpr std::array<std::string_view, 11> kWords = {
    "metric", "metrics", "telemetry",  "stats",      "statsd",    "statistics",
    "gauge",  "gauges",  "prometheus", "monitoring", "instrument"};

// "registerPoolMetrics" and "register_pool_metrics": the words of a name, in small letters.
bool has_word(std::string_view name) {
  std::string word;
  const auto is_one = [&] { return std::ranges::find(kWords, word) != kWords.end(); };
  bool found = false;
  for (size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool begins =
        std::isupper(c) != 0 && i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
    if (name[i] == '_' || begins) {
      found = found || is_one();
      word.clear();
    }
    if (name[i] != '_') word += static_cast<char>(std::tolower(c));
  }
  return found || is_one();
}

// Whether a statement is a call, with the token in its brackets, that such a word is in the name
// of.
bool registers(const Source& source, const Statement& statement, size_t index) {
  const auto& tokens = source.tokens();
  size_t at = source.token_at(statement.range.begin);
  bool measures = false;
  // A chain of names up to the call: `a::b.c->d(`.
  for (; at < index && !tokens[at].is("("); ++at) {
    const std::string_view text = tokens[at].text;
    const bool links = text == ":" || text == "." || text == "-" || text == ">";
    if (!links && !is_identifier(text)) return false;
    // Two names in a row declare something.
    if (!links && at + 1 < index && is_identifier(tokens[at + 1].text)) return false;
    measures = measures || has_word(text);
  }
  if (at >= index || !measures) return false;
  const auto closing = source.partner(at);
  return closing && *closing > index && *closing + 1 < tokens.size() &&
         tokens[*closing + 1].is(";");
}

// The brace in front of the token that is closed behind it; nothing when there is none.
std::optional<size_t> brace_around(const Source& source, size_t index) {
  for (size_t i = index; i-- > 0;) {
    if (!source.tokens()[i].is("{")) continue;
    const auto closing = source.partner(i);
    if (closing && *closing > index) return i;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Statement> registration_at(const Source& source, size_t index) {
  // In a lambda it is not the innermost statement.
  size_t at = index;
  for (int depth = 0; depth < 3 && at > 0; ++depth) {
    const auto statement = source.statement_around(at);
    if (statement && !statement->is_controlled && registers(source, *statement, at)) {
      return statement;
    }
    const auto brace = brace_around(source, at);
    if (!brace || *brace == 0) break;
    at = *brace - 1;
  }
  return std::nullopt;
}

}  // namespace pool_audit::refactor
