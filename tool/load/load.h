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
  // The compiler's name as the database has it, without launchers such as ccache; the flags; the
  // source, which is always last, behind "-x LANGUAGE" when the command names one. Flags that clang
  // does not know are gone, and so are those for output, dependency files, linking, debug
  // information, profiles, precompiled headers and -Werror. Response files are expanded, path maps
  // applied. "-I x" is spelled "-Ix" (and so are -D, -U, -F), "-includex" is "-include x" (and so
  // are the other -i flags). Relative paths stay relative to `directory`.
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
  std::string root;      // project root, relative to the current folder; empty: found by itself
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

// Fails when there is no database, when it is malformed (with line and column) or holds no entry,
// when the path map or the root cannot be used, and when `only` and `exclude` leave nothing. A file
// that is there and a list of nothing but bad entries is a success. The result does not depend on
// the order of the entries, but for BadEntry::index. Not thread-safe against changes of the current
// folder. How the root is found stands in root.h, what globs mean in glob.h.
[[nodiscard]] Result<WorkList> load(const LoadOptions& options);

// The same from the text of a database; `database_folder` resolves relative directories. For tests
// and the fuzzer: touches the file system only to look at sources and response files.
[[nodiscard]] Result<WorkList> load_text(const std::string& json,
                                         const std::string& database_folder,
                                         const LoadOptions& options);

// `path` as reports show it: relative to `root` with '/', or unchanged when outside.
[[nodiscard]] std::string relative_to_root(const std::string& path, const std::string& root);

}  // namespace pool_audit::load
