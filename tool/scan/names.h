// The names that somebody looks for, and which files mention them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tool/scan/include_graph.h"

namespace pool_audit::scan {

// A macro counts as a mention of the names in its body, but only where one of the files that define
// it is included: `#define T(x) pool_get(x)` in one source must not make every `T` a pool's.
class NameIndex {
 public:
  // All files are read by then.
  explicit NameIndex(IncludeGraph& graph);

  // What one file mentions, of all names added so far.
  struct Mentions {
    std::string name;              // the first found; of several found at once the smallest; or ""
    std::vector<uint64_t> macros;  // hashes of macros that stand for a name
  };
  struct Macro {
    std::string name;
    std::string stands_for;
    std::vector<FileId> definers;  // sorted
  };

  void add(const std::vector<std::string>& names);

  [[nodiscard]] const Mentions& mentions(FileId file) const;
  [[nodiscard]] const Macro& macro(uint64_t hash) const { return macros_.at(hash); }

  // "get_object" of "butil::get_object<Foo>"; "" when no name is left.
  [[nodiscard]] static std::string_view last_component(std::string_view qualified);

 private:
  struct BodyName {
    uint64_t hash = 0;
    FileId file = kNoFile;
    uint32_t macro = 0;

    friend auto operator<=>(const BodyName&, const BodyName&) = default;
  };

  void add_macros(std::vector<uint64_t>& fresh);
  void look_through_files(const std::vector<uint64_t>& fresh);
  [[nodiscard]] const std::string& origin(uint64_t hash) const;

  IncludeGraph& graph_;
  std::vector<BodyName> bodies_;                     // sorted
  std::unordered_map<uint64_t, std::string> names_;  // asked for
  std::unordered_map<uint64_t, Macro> macros_;       // stand for one of these
  std::vector<Mentions> mentions_;                   // by FileId
};

}  // namespace pool_audit::scan
