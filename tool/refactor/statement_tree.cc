#include "tool/refactor/statement_tree.h"

#include <utility>

namespace pool_audit::refactor {

namespace {

using Kind = StatementNode::Kind;

class Reader {
 public:
  explicit Reader(const Source& source) : tokens_(source.tokens()), source_(source) {}

  std::optional<StatementNode> block(size_t index) {
    const auto closing = source_.partner(index);
    if (!closing || !tokens_[index].is("{")) return std::nullopt;
    for (size_t i = index; i <= *closing; ++i) {
      if (tokens_[i].in_directive || tokens_[i].is("goto")) return std::nullopt;
    }
    StatementNode out{.kind = Kind::block, .first = index, .last = *closing};
    for (size_t at = index + 1; at < *closing;) {
      auto next = statement(at, *closing);
      if (!next) return std::nullopt;
      at = next->last + 1;
      out.children.push_back(std::move(*next));
    }
    return out;
  }

 private:
  std::optional<StatementNode> statement(size_t at, size_t end) {
    const SourceToken& token = tokens_[at];
    if (token.is("{")) return block(at);
    if (token.is("if")) return branch(at, end);
    if (token.is("while") || token.is("for")) return loop(at, end);
    if (token.is("do") || token.is("switch") || token.is("try")) return other(at, end);
    if (token.is("case") || token.is("default")) return label(at, end);
    const bool named = at + 2 < end && tokens_[at + 1].is(":") && !tokens_[at + 2].is(":");
    if (named && token.range.end - token.range.begin > 1) return label(at, end);
    return simple(at, end);
  }

  std::optional<StatementNode> simple(size_t at, size_t end) {
    StatementNode out{.kind = Kind::simple, .first = at};
    for (; at < end; ++at) {
      if (tokens_[at].is(";")) {
        out.last = at;
        return out;
      }
      if (tokens_[at].is("(") || tokens_[at].is("[") || tokens_[at].is("{")) {
        const auto closing = source_.partner(at);
        if (!closing || *closing >= end) return std::nullopt;
        at = *closing;
      }
    }
    return std::nullopt;
  }

  std::optional<StatementNode> label(size_t at, size_t end) {
    StatementNode out{.kind = Kind::label, .first = at};
    for (; at < end; ++at) {
      const bool qualifies =
          tokens_[at].is(":") && (tokens_[at + 1].is(":") || tokens_[at - 1].is(":"));
      if (tokens_[at].is(":") && !qualifies) {
        out.last = at;
        return out;
      }
    }
    return std::nullopt;
  }

  // The head's brackets behind a keyword.
  bool head(size_t keyword, size_t end, StatementNode& out) {
    size_t opening = keyword + 1;
    if (opening < end && tokens_[opening].is("constexpr")) ++opening;
    if (opening >= end || !tokens_[opening].is("(")) return false;
    const auto closing = source_.partner(opening);
    if (!closing || *closing + 1 >= end) return false;
    out.first = keyword;
    out.head_begin = opening + 1;
    out.head_end = *closing;
    return true;
  }

  bool child(size_t at, size_t end, StatementNode& out) {
    if (at >= end) return false;
    auto next = statement(at, end);
    if (!next) return false;
    out.last = next->last;
    out.children.push_back(std::move(*next));
    return true;
  }

  std::optional<StatementNode> branch(size_t at, size_t end) {
    StatementNode out{.kind = Kind::branch};
    if (!head(at, end, out) || !child(out.head_end + 1, end, out)) return std::nullopt;
    if (out.last + 1 < end && tokens_[out.last + 1].is("else") && !child(out.last + 2, end, out)) {
      return std::nullopt;
    }
    return out;
  }

  std::optional<StatementNode> loop(size_t at, size_t end) {
    StatementNode out{.kind = Kind::loop};
    if (!head(at, end, out) || !child(out.head_end + 1, end, out)) return std::nullopt;
    return out;
  }

  std::optional<StatementNode> other(size_t at, size_t end) {
    StatementNode out{.kind = Kind::other, .first = at};
    if (tokens_[at].is("switch")) {
      if (!head(at, end, out) || !child(out.head_end + 1, end, out)) return std::nullopt;
      return out;
    }
    if (tokens_[at].is("try")) {
      if (!child(at + 1, end, out)) return std::nullopt;
      while (out.last + 1 < end && tokens_[out.last + 1].is("catch")) {
        StatementNode handler;
        if (!head(out.last + 1, end, handler) || !child(handler.head_end + 1, end, out)) {
          return std::nullopt;
        }
      }
      return out;
    }
    if (!child(at + 1, end, out)) return std::nullopt;
    const auto rest = simple(out.last + 1, end);
    if (!rest) return std::nullopt;
    out.last = rest->last;
    return out;
  }

  const std::vector<SourceToken>& tokens_;
  const Source& source_;
};

}  // namespace

std::optional<StatementNode> statement_tree(const Source& source, size_t index) {
  if (index >= source.tokens().size()) return std::nullopt;
  return Reader(source).block(index);
}

}  // namespace pool_audit::refactor
