// Include closures of all translation units, and who owns which header.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tool/load/load.h"
#include "tool/scan/include_graph.h"

namespace pool_audit::scan {

// Invariants, once made:
//   1. every guarded file in a closure has exactly one owner, whose closure holds it, unless every
//      such unit has passed it on;
//   2. owner(f) is the first of those units by rank, see rank();
//   3. analysed(u) begins with u's main file, holds every file that u owns, and every unguarded
//   file
//      that one of these includes.
class Closures {
 public:
  Closures(const std::vector<load::TranslationUnit>& units, IncludeGraph& graph);

  [[nodiscard]] FileId main_file(size_t unit) const { return units_[unit].main; }
  [[nodiscard]] bool may_include(size_t unit, FileId file) const;
  // All files that the unit may read, sorted.
  [[nodiscard]] std::vector<FileId> closure(size_t unit) const;
  // Main file first, the others sorted by path.
  [[nodiscard]] const std::vector<FileId>& analysed(size_t unit) const {
    return units_[unit].analysed;
  }
  // An `#include NAME` whose NAME nothing in the closure defines, "" when there is none.
  [[nodiscard]] const std::string& unresolved_macro(size_t unit) const {
    return units_[unit].unresolved;
  }
  [[nodiscard]] IncludeGraph::Configuration configuration(size_t unit) const {
    return units_[unit].configuration;
  }
  // How many of the analysed files are guarded headers.
  [[nodiscard]] size_t owned_headers(size_t unit) const;

  // Gives each of `files` that `unit` owns to the unit next in rank. The new owners, ascending.
  [[nodiscard]] std::vector<size_t> pass_on(size_t unit, const std::vector<FileId>& files);

 private:
  // A file of a closure with whether an unconditional chain of includes leads to it.
  struct Member {
    FileId file = kNoFile;
    bool sure = false;
  };
  struct Unit {
    FileId main = kNoFile;
    IncludeGraph::Configuration configuration = 0;
    bool cplusplus = false;
    std::vector<Member> members;                         // sorted by file, without the main file
    std::vector<std::pair<FileId, FileId>> macro_edges;  // found behind `#include NAME`; sorted
    std::string unresolved;
    std::vector<FileId> analysed;
  };

  void close(Unit& unit);
  void reach(Unit& unit, std::vector<Member>& found);
  void resolve_macros(Unit& unit, const std::vector<Member>& found);
  template <class Visit>
  static void for_macro_edges(const Unit& unit, FileId from, const Visit& visit);
  void analyse(size_t unit);
  bool owned_by_nature(FileId file) { return graph_.digest(file).is(kGuarded); }
  [[nodiscard]] uint64_t rank(size_t unit, const Member& member) const;
  [[nodiscard]] const Member* member(size_t unit, FileId file) const;

  IncludeGraph& graph_;
  std::vector<Unit> units_;
  std::vector<uint64_t> owner_rank_;        // by FileId; the unit stands in the lower half
  std::vector<std::vector<FileId>> owned_;  // by unit, unsorted
  std::vector<uint32_t> reached_;           // by FileId: stamp of the search that reached it last
  uint32_t stamp_ = 0;
};

}  // namespace pool_audit::scan
