// Stage `load`: a compile database becomes the list of work. Entries that cannot be used are kept
// with the reason; only an unusable database is an error.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "checks/support/hash.h"
#include "checks/support/result.h"

namespace pool_audit::load {

// One use of the compiler, ready for clang. Paths are absolute and free of symlinks.
struct TranslationUnit {
  std::string file;
  std::string directory;
  // argv[0] is the compiler's name as the database has it; flags that clang does not know, output
  // and dependency-file flags are gone, response files expanded, path maps applied.
  std::vector<std::string> arguments;
  std::vector<std::string> notes;  // "dropped -fconserve-stack: a gcc flag that clang lacks"

  friend bool operator==(const TranslationUnit&, const TranslationUnit&) = default;
};

struct BadEntry {
  uint32_t index = 0;  // position in the database, from 0
  std::string file;    // as the database spells it
  std::string reason;  // "the source file is not there"

  friend bool operator==(const BadEntry&, const BadEntry&) = default;
};

struct LoadOptions {
  std::string database;  // compile_commands.json, or the folder that holds it
  std::string root;      // project root; empty: found by itself
  std::vector<std::pair<std::string, std::string>> path_map;  // --path-map FROM=TO, in order
  std::vector<std::string> only;             // globs on root-relative paths; empty: everything
  std::vector<std::string> exclude;          // globs on root-relative paths
  std::vector<std::string> extra_arguments;  // appended to every command
};

struct WorkList {
  std::string root;                    // absolute, free of symlinks
  std::vector<TranslationUnit> units;  // sorted by file, then by arguments; no duplicates
  std::vector<BadEntry> bad;
  std::vector<std::string> notes;  // about the database as a whole

  friend bool operator==(const WorkList&, const WorkList&) = default;
};

[[nodiscard]] Result<WorkList> load(const LoadOptions& options);

// The same from the text of a database; `database_folder` resolves relative directories. For tests
// and the fuzzer: touches the file system only to look at sources and response files.
[[nodiscard]] Result<WorkList> load_text(const std::string& json,
                                         const std::string& database_folder,
                                         const LoadOptions& options);

// `path` as reports show it: relative to `root` with '/', or unchanged when outside.
[[nodiscard]] std::string relative_to_root(const std::string& path, const std::string& root);

}  // namespace pool_audit::load
