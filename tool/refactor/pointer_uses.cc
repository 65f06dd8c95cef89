#include "tool/refactor/pointer_uses.h"

#include <vector>

#include "checks/support/words.h"

namespace pool_audit::refactor {

std::optional<size_t> end_of_block(const Source& source, size_t index) {
  for (size_t i = index; i-- > 0;) {
    if (source.tokens()[i].in_directive || !source.tokens()[i].is("{")) continue;
    const auto closing = source.partner(i);
    if (closing && *closing > index) return closing;
  }
  return std::nullopt;
}

PointerUse use_of(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  if (index == 0 || index + 1 >= tokens.size() || tokens[index].in_directive)
    return PointerUse::other;
  const SourceToken& before = tokens[index - 1];
  const SourceToken& behind = tokens[index + 1];
  if (source.is_behind_object(index)) {
    return PointerUse::as_it_is;  // a member of that name
  }
  // b && x, x || b, b ? x : y: it is tested.
  const auto joins = [&](size_t first) {
    return first + 1 < tokens.size() && tokens[first].is(tokens[first + 1].text) &&
           (tokens[first].is("&") || tokens[first].is("|"));
  };
  const bool joined = index >= 2 && joins(index - 2);
  const bool joining = joins(index + 1);
  if (joined && (joining || behind.is(")"))) return PointerUse::as_it_is;
  if (joining && before.is("(")) return PointerUse::as_it_is;
  if (behind.is("?") && (before.is("(") || before.is("=") || before.is("return"))) {
    return PointerUse::as_it_is;
  }
  if (before.is("&") || before.is("[") || before.is("return") || before.is("delete")) {
    return PointerUse::other;
  }
  if (behind.is("-") && index + 2 < tokens.size() && tokens[index + 2].is(">")) {
    return PointerUse::as_it_is;
  }
  const bool compared =
      (behind.is("=") || behind.is("!")) && index + 2 < tokens.size() && tokens[index + 2].is("=");
  if (compared || before.is("!")) return PointerUse::as_it_is;
  if (behind.is("=") || behind.is("+") || behind.is("-") || behind.is("["))
    return PointerUse::other;
  if (before.is("*") && index >= 2) {
    const SourceToken& front = tokens[index - 2];
    const bool unary = front.is("(") || front.is("=") || front.is(",") || front.is(";") ||
                       front.is("{") || front.is("}") || front.is("return") || front.is("*");
    return unary ? PointerUse::as_it_is : PointerUse::other;
  }
  const bool argument = (before.is("(") || before.is(",")) && (behind.is(")") || behind.is(","));
  if (!argument) return PointerUse::other;
  // if (b) and while (b) test it; (b) in brackets alone and sizeof are something else.
  const auto opening = behind.is(")") ? source.partner(index + 1) : std::nullopt;
  if (opening && *opening > 0 && *opening + 1 == index) {
    const SourceToken& head = tokens[*opening - 1];
    if (head.is("if") || head.is("while")) return PointerUse::as_it_is;
    const bool call = head.is_word() || head.text.front() == '>';
    if (!call || head.is("sizeof") || head.is("for") || head.is("switch")) return PointerUse::other;
  }
  return PointerUse::as_pointer;
}

std::optional<std::string> argument_of(const Source& source, Range call, size_t index) {
  const auto& tokens = source.tokens();
  // The last bracket of the call opens its arguments.
  const size_t behind = source.token_at(call.end);
  if (behind == 0 || !tokens[behind - 1].is(")")) return std::nullopt;
  const auto opening = source.partner(behind - 1);
  if (!opening || tokens[*opening].range.begin < call.begin) return std::nullopt;
  std::vector<Range> arguments = {{tokens[*opening].range.end, tokens[behind - 1].range.begin}};
  for (size_t i = *opening + 1; i + 1 < behind; ++i) {
    if (tokens[i].is(",")) {
      arguments.back().end = tokens[i].range.begin;
      arguments.push_back({tokens[i].range.end, tokens[behind - 1].range.begin});
    } else if (tokens[i].is("(") || tokens[i].is("[") || tokens[i].is("{")) {
      const auto closing = source.partner(i);
      if (!closing) return std::nullopt;
      i = *closing;
    } else if (tokens[i].is("<")) {
      return std::nullopt;  // a comma may stand in it
    }
  }
  if (index >= arguments.size()) return std::nullopt;
  return std::string(trimmed(source.of(arguments[index])));
}

}  // namespace pool_audit::refactor
