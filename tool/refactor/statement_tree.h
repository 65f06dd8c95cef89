// The statements of a function's body as a tree over the tokens of a source.
//
// Read by brackets and keywords alone: a macro that stands for a statement without a semicolon is
// taken together with the statement behind it.
#pragma once

#include <optional>
#include <vector>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

struct StatementNode {
  enum class Kind {
    simple,  // ends in a semicolon
    block,   // children: its statements
    branch,  // if: children: what is done, and what else
    loop,    // while, for: children: its body
    other,   // do, switch, try: children: all statements in it that are blocks
    label,   // `case 1:`, `out:`
  };
  Kind kind = Kind::simple;
  size_t first = 0;  // tokens
  size_t last = 0;   // with it
  // Of branch and loop: the tokens between the brackets of the head, the last one without.
  size_t head_begin = 0;
  size_t head_end = 0;
  std::vector<StatementNode> children = {};
};

// The block whose opening brace is the token at `index`. Nothing when there is a preprocessor
// directive in it, or a `goto`, or brackets do not match.
[[nodiscard]] std::optional<StatementNode> statement_tree(const Source& source, size_t index);

}  // namespace pool_audit::refactor
