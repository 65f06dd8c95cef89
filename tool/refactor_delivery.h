// What becomes of a plan that was verified: a patch, a series of patches, or written files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"
#include "checks/support/result.h"
#include "tool/cli/options.h"
#include "tool/console.h"
#include "tool/pipeline.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/verify.h"

namespace pool_audit {

// "src/a.cc:12:3"
[[nodiscard]] std::string text_of(const inventory::Place& place);

// Whether a qualified name is the one that was asked for: "send" and "net::send" name "net::send".
[[nodiscard]] bool is_named(const std::string& name, const std::string& asked);

// Says what a run warned of, and which units it could not read: what they do with a pool is
// unknown.
void tell_of(const cli::Options& options, const RunResult& run);

// Says how many files were written, and how to go back.
void tell_written(const cli::Options& options, size_t files);

// The options with the headers of --runtime-include added to every compile command. An error when
// there are none.
[[nodiscard]] Result<cli::Options> with_runtime_headers(const cli::Options& asked);

// Says what to do when groups were withdrawn because the build does not know the runtime: the
// reason of a withdrawal is the compiler's alone.
void explain_runtime_headers(const refactor::Verified& verified);

// An error when files are to be written and git could not restore them: a repository that has
// everything is what one can always go back to.
[[nodiscard]] Result<void> check_clean(const cli::Options& options, const std::string& root);

// A file that is written along with the groups, such as one that tells how far they are.
struct Companion {
  std::string path;                   // absolute
  std::optional<std::string> before;  // its content; nothing: there is none yet
  // Its content when these groups are done, which changed those files.
  std::function<Result<std::string>(const std::vector<refactor::Group>& done,
                                    const refactor::Changes& changes)>
      after;
};

// As the options say; what is left to a person goes to standard error. `how`: a sentence for the
// messages of patches, on what verified them. The exit code: 1 when not all was done.
[[nodiscard]] int deliver(const cli::Options& options, const std::string& root,
                          const std::vector<refactor::Manual>& manual,
                          const refactor::Verified& verified, std::string_view how,
                          const Companion* companion = nullptr);

}  // namespace pool_audit
