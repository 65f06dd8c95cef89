// What every removal ends with: what it orphaned, and one edit for neighbours.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/orphans.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"
#include "tool/refactor/text_change.h"

namespace pool_audit::refactor {

// Whole lines that go, with empty lines beside them: of those on both sides as many stay as were on
// one side; in front of a closing brace as many as were there; and at both ends of a file none.
[[nodiscard]] Range without_gap(const Source& source, Range range);

// What goes of the includes with the text `gone`, and what comes in place of those of files that
// are emptied by it.
[[nodiscard]] std::vector<inventory::Edit> include_edits(Sources& sources,
                                                         const analysis::Program& program,
                                                         const std::vector<Stretch>& gone,
                                                         const std::vector<std::string>& emptied,
                                                         const Written& written);

// Collects the changes of one removal and makes its groups of them.
class Tidying {
 public:
  Tidying(const analysis::Program& program, Sources& sources)
      : program_(program), sources_(sources) {}

  void change(const std::string& file, Range range, const std::string& text);

  // Appends `group` with the edits: those that were collected; functions that are left with nothing
  // to do, and their calls; variables, functions and macros that only the replaced text named;
  // access labels, conditions of the preprocessor and using declarations that are left without
  // anything behind them. Then a group with the includes that are not needed any more, which falls
  // with the first. Files and functions in which nothing is left go to the manual work, when that
  // is not certain.
  void finish(Group group, Plan& plan);

 private:
  void add_idle_functions(Group& group, Plan& plan);
  void add_orphans();
  void add_usings();
  void widen();
  void join(Group& group) const;

  const analysis::Program& program_;
  Sources& sources_;
  std::vector<TextChange> changes_;
  std::set<std::string> written_;  // tokens of new text
};

}  // namespace pool_audit::refactor
