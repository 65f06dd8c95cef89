// Where a translation unit looks for its headers, read off its arguments.
#pragma once

#include <string>
#include <vector>

#include "tool/load/load.h"
#include "tool/scan/file_digest.h"

namespace pool_audit::scan {

// Folders are absolute, in the order of the search.
struct SearchPath {
  std::string directory;            // "-include" looks here first
  std::vector<std::string> quote;   // -iquote: for "x.h", behind the includer's own folder
  std::vector<std::string> user;    // -I
  std::vector<std::string> system;  // -isystem, then -idirafter: what is found here is not read
  std::vector<std::string> forced;  // -include and -imacros
  std::vector<HeaderMacro> macros;  // -DNAME="x.h", for `#include NAME`
  bool cplusplus = false;

  friend bool operator==(const SearchPath&, const SearchPath&) = default;
};

// Takes the spellings that load.h promises.
[[nodiscard]] SearchPath search_path_of(const load::TranslationUnit& unit);

// The language as far as it matters to headers: C++ by -x, by the source's extension or by the
// compiler's name.
[[nodiscard]] bool is_cplusplus(const load::TranslationUnit& unit);

}  // namespace pool_audit::scan
