// The text of statements that are folded: parts in place of the whole, with what changes in them.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tool/refactor/source.h"
#include "tool/refactor/statement_tree.h"

namespace pool_audit::refactor {

struct FoldChange {
  Range range;
  std::string text;
};

// What becomes of a statement.
struct FoldOutcome {
  bool removed = false;  // the whole statement
  bool ends = false;     // what stands behind it is not reached
  std::vector<FoldChange> changes = {};
};

[[nodiscard]] Range range_of(const Source& source, const StatementNode& node);

// `range` with those changes that begin in it; of two that overlap the first.
[[nodiscard]] std::string applied(const Source& source, Range range,
                                  std::vector<FoldChange> changes);

// `part`, which is always done, with `changes` in it, in place of `node`, a branch. `in_block`:
// between others, so that it needs no braces.
[[nodiscard]] FoldChange flattened(const Source& source, const StatementNode& node,
                                   const StatementNode& part,
                                   const std::vector<FoldChange>& changes, bool in_block);

// Takes out what is behind `before`, up to `last` and with it.
[[nodiscard]] FoldChange without_dead(const Source& source, const StatementNode& before,
                                      const StatementNode& last);

// `text`, of one statement or several without the last semicolon, in place of one that may be all
// that an `if` controls.
[[nodiscard]] std::string as_statement(const Source& source, const std::string& text,
                                       const StatementNode& node);

// Whether the tokens end an object, as `disposed` says ("free(n)"), and do something else as well:
// more than to return, or a statement with a token in `dropped`. `alone`: or do not.
[[nodiscard]] bool ends_object(const Source& source, const std::string& disposed,
                               const std::set<size_t>& dropped, size_t begin, size_t end,
                               bool alone);

}  // namespace pool_audit::refactor
