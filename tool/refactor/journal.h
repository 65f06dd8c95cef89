// Writing many files so that one can always go back.
//
//   Changes --carry_out--> files, and a journal   --undo--> files as they were
//
// The journal stands in the user's state folder and is there, in whole, before the first file is
// touched. Whatever happens behind that (a full disk, a signal, a power cut), each file has its old
// or its new content, and undo() restores those that have the new one.
#pragma once

#include <string>
#include <vector>

#include "checks/support/result.h"
#include "tool/refactor/edits.h"

namespace pool_audit::refactor {

// The journal of the project at `root`: in $XDG_STATE_HOME/pool-audit, or
// ~/.local/state/pool-audit.
[[nodiscard]] std::string journal_path(const std::string& root);

// Writes all files or none: what was written before an error is taken back. Errors: a file that is
// not as it was planned from, one that cannot be written, no place for the journal. What the
// journal held before is given up: undo() goes back one step.
[[nodiscard]] Result<void> carry_out(const Changes& changes, const std::string& journal);

struct Undone {
  std::vector<std::string> restored;
  std::vector<std::string> untouched;  // neither as before nor as after: changed by somebody since
};

// Restores what the journal tells of. When a file was changed since, none is restored and the
// journal stays, unless `force`: then those that were not changed are. Errors: no journal, a broken
// one, a file that cannot be written.
[[nodiscard]] Result<Undone> undo(const std::string& journal, bool force);

}  // namespace pool_audit::refactor
