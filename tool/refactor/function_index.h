// The functions of a program by where their definitions stand, and the class around a place.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Whether two facts are about one piece of source: instantiations, statics of a header.
[[nodiscard]] bool same_place(const facts::Location& a, const facts::Location& b);

// The innermost class around a token, out of those of the project that facts tell of; null: none.
[[nodiscard]] const facts::Record* record_around(Sources& sources, const analysis::Program& program,
                                                 const Stretch& token);

class FunctionIndex {
 public:
  FunctionIndex(Sources& sources, const analysis::Program& program)
      : sources_(sources), program_(program) {}

  struct Entry {
    Range range;  // of the whole definition; empty: out of a macro
    Symbol id;
  };

  // Those with a flow graph in a file of the project, lambdas and instantiations among them.
  [[nodiscard]] const std::vector<Entry>& in(const std::string& file);

 private:
  Sources& sources_;
  const analysis::Program& program_;
  bool indexed_ = false;
  std::map<std::string, std::vector<Entry>> by_file_;
  std::set<std::string> measured_;
};

}  // namespace pool_audit::refactor
