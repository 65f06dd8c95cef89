// Changes as patches that git applies.
#pragma once

#include <string>
#include <vector>

#include "checks/support/result.h"
#include "tool/refactor/edits.h"

namespace pool_audit::refactor {

// A unified diff with paths relative to `root`, as `git diff` writes it; "" for no changes. Errors:
// git is not there.
[[nodiscard]] Result<std::string> diff_of(const Changes& changes, const std::string& root);

// One commit of a series, in the form of git format-patch.
struct Commit {
  std::string subject;
  std::string body;  // paragraphs
  std::string diff;
};
// `date` in the form of an e-mail. Numbers count from 1.
[[nodiscard]] std::string patch_of(const Commit& commit, size_t number, size_t count,
                                   const std::string& author, const std::string& date);
// "0001-put-buffers-back.patch"
[[nodiscard]] std::string patch_name(size_t number, const std::string& subject);

}  // namespace pool_audit::refactor
