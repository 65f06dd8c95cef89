// The statements that take and give back a lock, and whether anything is left that it guards.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/statement_tree.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

// Adds the tokens, by file, of which the statements go when the lock goes: those of the lock, and
// of the locals that own it. False when one of them does something else, or stands outside of
// `functions`.
[[nodiscard]] bool lock_statements(Sources& sources, const Uses& uses,
                                   const std::vector<Stretch>& functions,
                                   std::map<std::string, std::set<size_t>>& dropped);

// `std::lock_guard<std::mutex> lock(mutex_);`
[[nodiscard]] bool takes_lock(const Source& source, const StatementNode& node);

// A function of the pool as it reads without spares.
struct FoldedBody {
  Symbol function;
  std::string body;
};

// Whether what is left of the functions names something that others change, or calls what might.
// `disposal`: how an object is ended, which is harmless.
[[nodiscard]] bool guards_more(const analysis::Program& program, const analysis::HandWritten& own,
                               Symbol guard, const std::vector<FoldedBody>& left,
                               const std::string& disposal);

}  // namespace pool_audit::refactor
