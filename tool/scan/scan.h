// Stage `scan`: which translation units can matter at all, found without parsing any of them.
//
//   WorkList --text of every file, once--> include closures --> owners of headers
//            --names of pools, names that speak of pools--> the units worth parsing
//
// What a unit analyses is its main file, the headers it owns and the unguarded files that these
// include. Every guarded project header has exactly one owner among the units that include it, so
// that its function bodies are analysed once for the program. A unit matters when a file that it
// analyses mentions a name that somebody asked for, or a name that speaks of a pool.
//
// Everything errs on the side of parsing: conditionals are ignored (both branches count), a macro
// whose body mentions a name stands for that name, and a unit that includes through a macro which
// nobody can resolve is always selected.
//
// Order decides ties, and the order is that of WorkList::units, which does not depend on the
// database's. So the same project gives the same answers everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tool/load/load.h"
#include "tool/scan/file_digest.h"

namespace pool_audit::scan {

struct ScanOptions {
  // Headers below these and outside the project's root are not read, nor are those found through
  // -isystem and -idirafter. Add the compiler's own include folders if they lie elsewhere.
  std::vector<std::string> system_folders = {"/usr/include", "/usr/lib", "/usr/local/include"};
  FileStore* store = nullptr;  // not owned; null: every file is read anew
};

struct Verdict {
  bool selected = false;
  // "mentions borrowObject", "pool-like name freeList_ in src/b.h", "no pool name in src/a.cc or
  // the 3 headers it owns". Paths are relative to the root.
  std::string reason;

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// Units that may share one precompiled header: the same flags, the same working folder, and main
// files that begin with the same directives.
struct PrefixGroup {
  std::vector<size_t> units;  // ascending
  // The text of the header to precompile, a directive (or a whole #if block) a line. Headers found
  // beside the sources are named by absolute path, all others as the sources name them.
  std::vector<std::string> lines;

  friend bool operator==(const PrefixGroup&, const PrefixGroup&) = default;
};

struct ScanStatistics {
  uint64_t files_read = 0;  // sources and project headers, each opened once
  uint64_t bytes_read = 0;
  uint64_t files_lexed = 0;     // the others came from the store
  uint64_t configurations = 0;  // different search paths
};

// Units are named by their position in WorkList::units. Not thread-safe.
class Scanner {
 public:
  // Reads every source and project header that the units reach. Takes time proportional to their
  // total size and to the sum of the closures' sizes. Never fails: a file that cannot be read is
  // said so in the reason of the units that analyse it, and these are selected.
  explicit Scanner(load::WorkList list, ScanOptions options = {});
  ~Scanner();
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;

  // Adds names to look for and returns the units that became relevant by it, ascending; the first
  // call also returns those that are relevant for other reasons. Of a qualified name
  // ("butil::get_object<Foo>") the last component counts. Once selected, a unit stays so.
  [[nodiscard]] std::vector<size_t> select(const std::vector<std::string>& names);

  // Why the unit was selected or skipped, as of the last select().
  [[nodiscard]] Verdict verdict(size_t unit) const;

  // The files whose bodies this unit analyses, sorted: its main file, the headers it owns, the
  // unguarded files they include. Absolute paths.
  [[nodiscard]] std::vector<std::string> owned_files(size_t unit) const;
  // Every project file that the unit may read, sorted; those it analyses among them.
  [[nodiscard]] std::vector<std::string> closure(size_t unit) const;

  // Tells that `unit`, when parsed, did not read some of the headers it owns (they stand in a
  // branch that was not taken), or that it could not be parsed at all: pass all of owned_files()
  // then. Each header goes to the next unit that may include it. Returns the units, ascending, that
  // are relevant and own more than before: they are to be analysed, again if they were already.
  // Ends after finitely many calls, since no unit gets a header back.
  [[nodiscard]] std::vector<size_t> pass_on(size_t unit, const std::vector<std::string>& files);

  // Groups of at least four of `units`, no unit in two of them, chosen so that the most text is
  // shared; units for which that is not most of their headers are left out.
  [[nodiscard]] std::vector<PrefixGroup> prefix_groups(const std::vector<size_t>& units);

  [[nodiscard]] ScanStatistics statistics() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pool_audit::scan
