#include "tool/refactor/lease_uses.h"

#include <algorithm>
#include <array>

#include "tool/refactor/pointer_uses.h"

namespace pool_audit::refactor {

namespace {

bool is_call_head(const SourceToken& token) {
  const bool word = token.is_word() || token.text.front() == '>';
  return word && !token.is("sizeof") && !token.is("for") && !token.is("switch") &&
         !token.is("return");
}

enum class Use { as_it_is, as_pointer, other };

Use use_of(const Source& source, size_t index, bool is_owner) {
  const auto& tokens = source.tokens();
  if (index == 0 || index + 2 >= tokens.size() || tokens[index].in_directive) return Use::other;
  const SourceToken& before = tokens[index - 1];
  const SourceToken& behind = tokens[index + 1];
  if (source.is_behind_object(index)) {
    return Use::as_it_is;  // a member of that name
  }
  if (behind.is("-") && tokens[index + 2].is(">")) return Use::as_it_is;
  if (before.is("&") || before.is("[") || before.is("return") || before.is("delete")) {
    return Use::other;
  }
  if (behind.is(".")) {
    return is_owner && tokens[index + 2].is("get") ? Use::as_it_is : Use::other;
  }
  const bool compared = (behind.is("=") || behind.is("!")) && tokens[index + 2].is("=");
  if (compared) return Use::as_pointer;
  if (before.is("!")) return Use::as_it_is;
  if (behind.is("=") || behind.is("+") || behind.is("-") || behind.is("[")) return Use::other;
  if (before.is("*") && index >= 2) {
    const SourceToken& front = tokens[index - 2];
    const bool unary = front.is("(") || front.is("=") || front.is(",") || front.is(";") ||
                       front.is("{") || front.is("}") || front.is("return") || front.is("*");
    return unary ? Use::as_it_is : Use::other;
  }
  const bool argument = (before.is("(") || before.is(",")) && (behind.is(")") || behind.is(","));
  if (!argument) return Use::other;
  // if (b) and while (b) test it; (b) in brackets alone and sizeof are something else.
  const auto opening = behind.is(")") ? source.partner(index + 1) : std::nullopt;
  if (opening && *opening > 0 && *opening + 1 == index) {
    const SourceToken& head = tokens[*opening - 1];
    if (head.is("if") || head.is("while")) return Use::as_it_is;
    if (!is_call_head(head)) return Use::other;
  }
  return is_owner ? Use::other : Use::as_pointer;
}

}  // namespace

std::optional<OwnedLocal> owned_local(const Source& source, Range call) {
  const auto statement = source.statement(call);
  if (!statement || statement->is_controlled || statement->has_several) return std::nullopt;
  const auto& tokens = source.tokens();
  const size_t first = source.token_at(call.begin);
  const size_t behind = source.token_at(call.end);
  if (first < 3 || !tokens[first - 1].is("=") || behind >= tokens.size() ||
      !tokens[behind].is(";")) {
    return std::nullopt;
  }
  const size_t start = source.token_at(statement->range.begin);
  if (start + 1 >= first - 1) return std::nullopt;  // an assignment
  for (size_t i = start; i + 2 < first; ++i) {
    if (tokens[i].is("static") || tokens[i].is("thread_local") || tokens[i].is("(")) {
      return std::nullopt;
    }
  }
  const auto end = end_of_block(source, first);
  if (!end) return std::nullopt;
  OwnedLocal out;
  out.name = tokens[first - 2].text;
  out.declaration = statement->range.begin;
  out.scope = {statement->range.begin, tokens[*end].range.begin};
  out.is_const = first >= 3 && tokens[first - 3].is("const");
  return out;
}

namespace {

// Whether the text declares the name at the token: `int sum = 0`, `Node* n;`.
bool declares(const Source& source, size_t at) {
  const auto& tokens = source.tokens();
  if (at == 0 || at + 1 >= tokens.size()) return false;
  const SourceToken& before = tokens[at - 1];
  const SourceToken& behind = tokens[at + 1];
  const bool type = (is_identifier(before.text) && !before.is("return")) || before.is("*") ||
                    before.is("&") || before.is(">");
  return type && (behind.is("=") || behind.is(";") || behind.is("{") || behind.is("("));
}

// Whether what is returned is made of constants and of locals from behind the get: whatever else it
// names may be what the put changes.
bool is_settled(const Source& source, size_t first, const OwnedLocal& local) {
  constexpr std::array<std::string_view, 8> kBetween = {"+", "-", "/", "%", "<", ">", "=", "!"};
  constexpr std::array<std::string_view, 4> kConstants = {"true", "false", "nullptr", "NULL"};
  const auto& tokens = source.tokens();
  for (size_t i = first; i < tokens.size() && !tokens[i].is(";"); ++i) {
    const std::string_view text = tokens[i].text;
    const auto is_it = [&](std::string_view each) { return each == text; };
    if (std::ranges::any_of(kBetween, is_it) || std::ranges::any_of(kConstants, is_it)) continue;
    if (text.front() >= '0' && text.front() <= '9') continue;
    bool known = false;
    for (size_t at = source.token_at(local.scope.begin); at < first && !known; ++at) {
      known = tokens[at].is(text) && text != local.name && declares(source, at);
    }
    if (!known) return false;
  }
  return true;
}

}  // namespace

bool ends_scope(const Source& source, const Statement& statement, const OwnedLocal& local) {
  if (statement.is_controlled) return false;
  const auto& tokens = source.tokens();
  const size_t behind = source.token_at(statement.range.end);
  if (behind >= tokens.size()) return false;
  if (tokens[behind].is("}")) return tokens[behind].range.begin == local.scope.end;
  return tokens[behind].is("return") && is_settled(source, behind + 1, local);
}

bool is_used_behind(const Source& source, const Statement& put, const OwnedLocal& local) {
  const auto& tokens = source.tokens();
  size_t i = source.token_at(put.range.end);
  while (i < tokens.size() && tokens[i].range.begin < local.scope.end) {
    if (tokens[i].is(local.name) && !(i + 1 < tokens.size() && tokens[i + 1].is("="))) return true;
    if (tokens[i].is("return") || tokens[i].is("break") || tokens[i].is("continue") ||
        tokens[i].is("goto") || tokens[i].is("throw")) {
      for (; i < tokens.size() && !tokens[i].is(";"); ++i) {
        if (tokens[i].is(local.name)) return true;
      }
      return false;  // where it leads to is another way
    }
    // The other branch of an `if` that the put stands in.
    if (tokens[i].is("}") && i + 2 < tokens.size() && tokens[i + 1].is("else")) {
      size_t next = i + 2;
      while (next < tokens.size() && !tokens[next].is("{") && !tokens[next].is(";")) ++next;
      const auto closing = tokens[next].is("{") ? source.partner(next) : std::optional(next);
      if (!closing) return true;
      i = *closing;
      continue;
    }
    ++i;
  }
  return false;
}

std::optional<std::vector<size_t>> pointer_uses(const Source& source, const OwnedLocal& local,
                                                size_t from, const std::vector<Range>& skipped,
                                                bool is_owner) {
  std::vector<size_t> out;
  const auto& tokens = source.tokens();
  for (size_t i = source.token_at(from);
       i < tokens.size() && tokens[i].range.begin < local.scope.end; ++i) {
    if (!tokens[i].is(local.name)) continue;
    const bool in_put = std::ranges::any_of(skipped, [&](const Range& range) {
      return range.begin <= tokens[i].range.begin && tokens[i].range.end <= range.end;
    });
    if (in_put) continue;
    const Use use = use_of(source, i, is_owner);
    if (use == Use::other) return std::nullopt;
    if (use == Use::as_pointer) out.push_back(tokens[i].range.end);
  }
  return out;
}

}  // namespace pool_audit::refactor
