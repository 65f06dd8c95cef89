// Results of commands, found again by what the commands read ("direct mode" in ccache's words).
//
//   command key --manifest--> alternatives: { path, digest of content }... -> result key --> bytes
//
// The key of the command holds everything but the contents of files: arguments, tool version,
// model. The first alternative of which all files have the remembered content now, and all absent
// paths are still absent, gives the result; nothing is compiled or preprocessed.
//
// Paths below the project root are kept relative to it, so that a moved checkout hits, provided
// that the command key holds no absolute path either: see relative_argument().
//
// Known limit, the same as ccache's: a header that appears earlier on the search path than the one
// that was read goes unnoticed, unless the caller names the places where it was looked for as
// `absent`. The same holds for __has_include of a header that is not there.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/hash.h"
#include "tool/cache/file_digests.h"
#include "tool/cache/store.h"

namespace pool_audit::cache {

// Alternatives kept for a command: the branches and configurations that one switches between.
inline constexpr size_t kMostAlternatives = 8;

// Not thread-safe. Any number of processes may use one folder.
class FactsCache {
 public:
  // `store` and `files` outlive this. `root` is the project root, absolute; empty: none.
  FactsCache(Store& store, FileDigests& files, std::string root);

  // Linear in the files of the manifest; each file costs a stat once in a run.
  [[nodiscard]] std::optional<std::string> lookup(const Digest& command);

  // Remembers `bytes` as the result of `command` for exactly these contents. `files` (absolute
  // paths, no doubles needed) with digests of what was really read: of the buffers in the
  // compiler, or from FileDigests::unchanged_since(). Files that change often come first in a
  // lookup that is to fail fast. Two runs that store for one command at once may lose one of the
  // alternatives. False when nothing was kept.
  bool store(const Digest& command, const std::vector<ReadFile>& files,
             const std::vector<std::string>& absent, std::string_view bytes);

 private:
  [[nodiscard]] std::string stored_path(const std::string& path) const;
  [[nodiscard]] std::string full_path(const std::string& stored) const;

  Store& store_;
  FileDigests& files_;
  std::string root_;  // with a slash at the end; empty: none
};

// An argument of a compile command for use in a command key: `root` (absolute) replaced by "//root"
// where a path begins: "-I/home/me/p/include" becomes "-I//root/include" for the root /home/me/p.
// Definitions of macros (-D) stay as they are, since their text gets into the result.
[[nodiscard]] std::string relative_argument(std::string_view argument, std::string_view root);

}  // namespace pool_audit::cache
