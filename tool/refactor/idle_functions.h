// Functions that a removal leaves with nothing to do: they go, with their calls, and so do those
// that did nothing but call them.
//
//   void Slab::decay() {}                  // its spares are gone
//   void Pool::decay() { slab_.decay(); }  // does nothing either
//   void tick() {
//     pool_.decay();                       // the call goes
//     ...
#pragma once

#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/sources.h"
#include "tool/refactor/text_change.h"

namespace pool_audit::refactor {

struct IdleFunctions {
  std::vector<TextChange> changes;  // on top of those that were given; equal ones once
  std::vector<std::string> gone;    // names of the functions, each once
  struct Kept {
    Stretch because;     // what stands against it
    std::string reason;  // "nothing is left to do in trim(), which stays: other libraries see it"
  };
  std::vector<Kept> kept;
};

// `changes`: all of a removal. A function goes when every place of the project that has its name is
// known to be its declaration, a call that stands alone and does nothing else, or something else;
// when it returns nothing, is called by nobody in other ways, and not shown to other libraries. Of
// what calls it nothing else may become unused.
[[nodiscard]] IdleFunctions idle_functions(Sources& sources, const analysis::Program& program,
                                           const std::vector<TextChange>& changes);

}  // namespace pool_audit::refactor
