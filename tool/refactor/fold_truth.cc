#include "tool/refactor/fold_truth.h"

#include <algorithm>
#include <array>

namespace pool_audit::refactor {

namespace {

enum class Kind { null, zero, number, yes, no, container, other };

struct Value {
  Kind kind = Kind::other;
  bool positive = false;  // of a number
};

constexpr std::array<std::string_view, 6> kHints = {
    "likely", "unlikely", "__builtin_expect", "BOOST_LIKELY", "Q_UNLIKELY", "BOOST_UNLIKELY"};

constexpr std::array<std::string_view, 8> kNumbers = {"int",    "unsigned", "long",      "short",
                                                      "size_t", "ssize_t",  "ptrdiff_t", "signed"};

class Truth {
 public:
  Truth(const Source& source, const Spares& spares, const Nulls& nulls)
      : source_(source), tokens_(source.tokens()), spares_(spares), nulls_(nulls) {}

  std::optional<bool> of(size_t begin, size_t end) {
    strip(begin, end);
    if (begin >= end) return std::nullopt;
    if (const auto at = split(begin, end, "|")) return join(begin, *at, end, true);
    if (const auto at = split(begin, end, "&")) return join(begin, *at, end, false);
    if (tokens_[begin].is("!") && !tokens_[begin + 1].is("=")) {
      const bool compares = comparison(begin + 1, end).has_value();
      const auto inner = compares ? std::nullopt : of(begin + 1, end);
      return inner ? std::optional(!*inner) : std::nullopt;
    }
    if (const auto at = comparison(begin, end)) return compare(begin, *at, end);
    switch (value(begin, end).kind) {
      case Kind::null:
      case Kind::zero:
      case Kind::no:
        return false;
      case Kind::yes:
        return true;
      default:
        return std::nullopt;
    }
  }

 private:
  struct Operator {
    size_t at = 0;
    size_t length = 1;
  };

  // Brackets around the whole, and hints for the compiler.
  void strip(size_t& begin, size_t& end) const {
    while (begin + 1 < end) {
      if (tokens_[begin].is("(") && source_.partner(begin) == end - 1) {
        ++begin;
        --end;
        continue;
      }
      if (const size_t inner = behind_cast(begin, end); inner != begin) {
        begin = inner;
        continue;
      }
      const bool hint = std::ranges::find(kHints, tokens_[begin].text) != kHints.end() &&
                        tokens_[begin + 1].is("(") && source_.partner(begin + 1) == end - 1;
      if (!hint) return;
      const bool expects = tokens_[begin].is("__builtin_expect");
      begin += 2;
      --end;
      for (size_t i = begin; expects && i < end; ++i) {
        if (tokens_[i].is(",")) end = i;
      }
    }
  }

  // Past `static_cast<int>` and `(int)` in front of a whole value; `begin` when there is none.
  [[nodiscard]] size_t behind_cast(size_t begin, size_t end) const {
    size_t at = begin;
    if (tokens_[at].is("static_cast") && tokens_[at + 1].is("<")) {
      while (at < end && !tokens_[at].is(">")) ++at;
      const bool whole =
          at + 1 < end && tokens_[at + 1].is("(") && source_.partner(at + 1) == end - 1;
      return whole ? at + 1 : begin;
    }
    const auto closing = tokens_[at].is("(") ? source_.partner(at) : std::nullopt;
    if (!closing || *closing + 1 >= end) return begin;
    for (++at; at < *closing; ++at) {
      if (std::ranges::find(kNumbers, tokens_[at].text) == kNumbers.end()) return begin;
    }
    return comparison(*closing + 1, end) ? begin : *closing + 1;
  }

  // Over a bracket that opens at `i`; `i` otherwise.
  [[nodiscard]] size_t over(size_t i, size_t end) const {
    if (!tokens_[i].is("(") && !tokens_[i].is("[") && !tokens_[i].is("{")) return i;
    const auto closing = source_.partner(i);
    return closing && *closing < end ? *closing : end;
  }

  [[nodiscard]] bool adjoins(size_t i) const {
    return tokens_[i].range.end == tokens_[i + 1].range.begin;
  }

  // The first `||` or `&&`.
  [[nodiscard]] std::optional<size_t> split(size_t begin, size_t end, std::string_view sign) const {
    for (size_t i = begin; i + 1 < end; ++i) {
      if (tokens_[i].is(sign) && tokens_[i + 1].is(sign) && adjoins(i)) return i;
      i = over(i, end);
    }
    return std::nullopt;
  }

  [[nodiscard]] bool calls(size_t begin, size_t end) const {
    return std::any_of(tokens_.begin() + static_cast<ptrdiff_t>(begin),
                       tokens_.begin() + static_cast<ptrdiff_t>(end), [](const SourceToken& token) {
                         return token.is("(") || token.is("+") || token.is("[");
                       });
  }

  std::optional<bool> join(size_t begin, size_t at, size_t end, bool deciding) {
    const auto left = of(begin, at);
    const auto right = of(at + 2, end);
    if (left == deciding) return deciding;
    if (right == deciding && !calls(begin, at)) return deciding;
    if (left && right) return !deciding;
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Operator> comparison(size_t begin, size_t end) const {
    for (size_t i = begin; i + 1 < end; ++i) {
      if (tokens_[i].is("static_cast")) {
        while (i < end && !tokens_[i].is(">")) ++i;
        continue;
      }
      const SourceToken& token = tokens_[i];
      const bool equals = tokens_[i + 1].is("=") && adjoins(i);
      if ((token.is("=") || token.is("!")) && equals) return Operator{i, 2};
      const bool arrow = token.is(">") && i > begin && tokens_[i - 1].is("-");
      if ((token.is("<") || token.is(">")) && !arrow) return Operator{i, equals ? 2U : 1U};
      i = over(i, end);
    }
    return std::nullopt;
  }

  std::optional<bool> compare(size_t begin, Operator at, size_t end) {
    Value left = value(begin, at.at);
    Value right = value(at.at + at.length, end);
    std::string sign(tokens_[at.at].text);
    if (at.length == 2) sign += "=";
    const auto is_truth = [](const Value& v) { return v.kind == Kind::yes || v.kind == Kind::no; };
    if (is_truth(left) && is_truth(right) && asked_) {
      if (sign != "==" && sign != "!=") return std::nullopt;
      return (left.kind == right.kind) == (sign == "==");
    }
    const auto is_null = [](const Value& v) { return v.kind == Kind::null; };
    const auto is_zero = [](const Value& v) { return v.kind == Kind::zero; };
    if ((is_null(left) && (is_null(right) || is_zero(right))) ||
        (is_zero(left) && is_null(right))) {
      if (sign == "==") return true;
      if (sign == "!=") return false;
      return std::nullopt;
    }
    if (!is_zero(left) && is_zero(right)) {
      std::swap(left, right);
      if (sign.front() == '<' || sign.front() == '>')
        sign.front() = sign.front() == '<' ? '>' : '<';
    }
    if (!is_zero(left) || (right.kind == Kind::other && !asked_)) return std::nullopt;
    const bool both = is_zero(right);  // the other side is positive otherwise
    if (sign == "==") return both;
    if (sign == "!=") return !both;
    if (sign == "<") return !both;
    if (sign == "<=") return true;
    if (sign == ">") return false;
    return both;
  }

  Value value(size_t begin, size_t end) {
    strip(begin, end);
    if (begin >= end) return {};
    const SourceToken& first = tokens_[begin];
    if (end == begin + 1) {
      if (first.is("nullptr") || first.is("NULL") || nulls_.contains(first.text))
        return {Kind::null};
      if (first.is("true")) return {Kind::yes};
      if (first.is("false")) return {Kind::no};
      if (first.text == "0" || first.text == "0U" || first.text == "0u") return {Kind::zero};
      if (first.text.front() >= '0' && first.text.front() <= '9') return {Kind::number, true};
    }
    if (const auto slot = taken_over(source_, spares_, begin, end)) return {Kind::null};
    for (size_t i = begin; i < end; ++i) {
      if (spares_.counts.contains(i) && i + 1 == end && expression_begin(source_, i) == begin) {
        asked_ = true;
        return {Kind::zero};
      }
      if (!spares_.slots.contains(i) || expression_begin(source_, i) != begin) continue;
      if (i + 1 == end) return {Kind::null};
      const auto asked = asked_of(source_, i);
      if (!asked || asked->end != end) return {};
      asked_ = true;
      return {asked->text == "true" ? Kind::yes : Kind::zero};
    }
    return {};
  }

  const Source& source_;
  const std::vector<SourceToken>& tokens_;
  const Spares& spares_;
  const Nulls& nulls_;
  bool asked_ = false;  // a number of spares is compared, so that the other side is a bound
};

}  // namespace

std::optional<std::string> taken_over(const Source& source, const Spares& spares, size_t begin,
                                      size_t end) {
  const auto& tokens = source.tokens();
  const bool assigns = begin + 2 < end && tokens[begin].is_word() && tokens[begin + 1].is("=") &&
                       !tokens[begin + 2].is("=");
  const bool slot =
      assigns && spares.slots.contains(end - 1) && expression_begin(source, end - 1) == begin + 2;
  return slot ? std::optional(std::string(tokens[begin].text)) : std::nullopt;
}

bool keeps_count(const Source& source, const Spares& spares, size_t first, size_t last) {
  const auto& tokens = source.tokens();
  for (size_t i = first; i < last; ++i) {
    if (!spares.counts.contains(i)) continue;
    const size_t begin = expression_begin(source, i);
    const bool prefix = begin == first + 2 && i + 1 == last;
    const bool sign = tokens[i + 1].is("+") || tokens[i + 1].is("-") || tokens[i + 1].is("=");
    if (prefix || (begin == first && sign && i + 4 >= last)) return true;
  }
  return false;
}

std::optional<bool> truth_of(const Source& source, const Spares& spares, const Nulls& nulls,
                             size_t begin, size_t end) {
  return Truth(source, spares, nulls).of(begin, end);
}

size_t expression_begin(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  const auto is_name = [&](size_t i) { return tokens[i].is_word(); };
  while (index >= 2) {
    if (tokens[index - 1].is(".") && is_name(index - 2)) {
      index -= 2;
    } else if (index >= 3 && tokens[index - 1].is(">") && tokens[index - 2].is("-") &&
               is_name(index - 3)) {
      index -= 3;
    } else if (index >= 3 && tokens[index - 1].is(":") && tokens[index - 2].is(":") &&
               is_name(index - 3)) {
      index -= 3;
    } else {
      break;
    }
  }
  return index;
}

std::optional<Asked> asked_of(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  const size_t name = index + 2;
  if (index + 4 >= tokens.size() || !tokens[index + 1].is(".") || !tokens[name + 1].is("(") ||
      !tokens[name + 2].is(")")) {
    return std::nullopt;
  }
  if (tokens[name].is("empty") || tokens[name].is("isEmpty")) return Asked{name + 3, "true"};
  if (tokens[name].is("size") || tokens[name].is("length") || tokens[name].is("count")) {
    return Asked{name + 3, "0"};
  }
  return std::nullopt;
}

}  // namespace pool_audit::refactor
