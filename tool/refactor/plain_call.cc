#include "tool/refactor/plain_call.h"

#include <algorithm>
#include <array>

namespace pool_audit::refactor {

namespace {

// Where `a.b->c` begins that ends in the name at `index`.
size_t chain_begin(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  size_t i = index;
  while (i >= 2) {
    if (tokens[i - 1].is(".") && tokens[i - 2].is_word()) {
      i -= 2;
    } else if (i >= 3 && tokens[i - 3].is_word() &&
               ((tokens[i - 1].is(">") && tokens[i - 2].is("-")) ||
                (tokens[i - 1].is(":") && tokens[i - 2].is(":")))) {
      i -= 3;
    } else {
      break;
    }
  }
  return i;
}

// Names, members, addresses and constants.
bool only_names(const Source& source, size_t begin, size_t end) {
  constexpr std::array<std::string_view, 7> kDoes = {"new",      "delete",   "throw", "co_await",
                                                     "co_yield", "operator", "sizeof"};
  const auto& tokens = source.tokens();
  for (size_t i = begin; i < end; ++i) {
    if (tokens[i].in_directive) return false;
    const char first = tokens[i].text.front();
    const bool constant = (first >= '0' && first <= '9') || first == '"' || first == '\'';
    const bool word = tokens[i].is_word() && !tokens[i + 1].is("(") && !tokens[i + 1].is("{");
    const bool sign =
        tokens[i].is(".") || tokens[i].is(",") || tokens[i].is("&") || tokens[i].is("*") ||
        tokens[i].is(":") ||
        (tokens[i].is("-") && (tokens[i + 1].is(">") || (tokens[i + 1].text.front() >= '0' &&
                                                         tokens[i + 1].text.front() <= '9'))) ||
        (tokens[i].is(">") && tokens[i - 1].is("-"));
    if (std::ranges::find(kDoes, tokens[i].text) != kDoes.end()) return false;
    if (!constant && !word && !sign) return false;
  }
  return true;
}

}  // namespace

PlainCall plain_call(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  PlainCall out;
  const auto closing = index + 1 < tokens.size() && tokens[index + 1].is("(")
                           ? source.partner(index + 1)
                           : std::nullopt;
  const auto statement = source.statement(tokens[index].range);
  const size_t begin = chain_begin(source, index);
  if (!closing || *closing + 1 >= tokens.size() || !statement ||
      statement->range.begin != tokens[begin].range.begin || !tokens[*closing + 1].is(";") ||
      tokens[begin].in_directive) {
    out.reason = "it is more than a call of it";
    return out;
  }
  if (!only_names(source, index + 2, *closing)) {
    out.reason = "what the arguments do would be left out with the call";
    return out;
  }
  out.range = statement->range;
  const size_t before = source.token_at(statement->range.begin) - 1;
  const size_t behind = *closing + 2;
  Statement all = *statement;
  const bool fills =
      begin > 1 && tokens[before].is("{") && behind < tokens.size() && tokens[behind].is("}");
  // A block that is left empty under a condition; the body of a function may be.
  const bool keyword = fills && (tokens[before - 1].is("else") || tokens[before - 1].is("do") ||
                                 tokens[before - 1].is("try") || tokens[before - 1].is(";") ||
                                 tokens[before - 1].is("}") || tokens[before - 1].is("{"));
  bool under_head = false;
  if (fills && tokens[before - 1].is(")")) {
    const auto opening = source.partner(before - 1);
    constexpr std::array<std::string_view, 6> kHeads = {"if",     "while", "for",
                                                        "switch", "catch", "constexpr"};
    under_head = opening && *opening > 0 &&
                 std::ranges::find(kHeads, tokens[*opening - 1].text) != kHeads.end();
  }
  if (keyword || under_head) {
    all.range = {tokens[before].range.begin, tokens[behind].range.end};
    all.is_controlled = true;
  }
  if (!all.is_controlled) return out;
  const auto whole = source.with_if(all);
  if (!whole) {
    out.reason = "a condition or a loop here has nothing else to do";
    return out;
  }
  out.range = whole->range;
  return out;
}

}  // namespace pool_audit::refactor
