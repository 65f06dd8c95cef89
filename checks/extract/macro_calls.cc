#include "checks/extract/macro_calls.h"

#include <clang/Basic/SourceManager.h>

namespace pool_audit::extract {
namespace {

// Deeper nests of macros are those of preprocessor libraries, which no pool is made with. Arguments
// of arguments lead two ways each.
constexpr int kMaxDepth = 24;
constexpr int kMaxSteps = 200;

using Origins = llvm::SmallVector<MacroOrigin, 2>;

void collect(const clang::SourceManager& sources, const MacroCalls& calls,
             clang::SourceLocation token, int& steps, Origins& out) {
  if (!token.isMacroID() || steps == 0) return;
  --steps;
  const clang::SourceLocation use = sources.getImmediateExpansionRange(token).getBegin();
  if (sources.isMacroArgExpansion(token)) {
    // The argument may come out of a modelled macro, and may go into one.
    collect(sources, calls, sources.getImmediateSpellingLoc(token), steps, out);
    const size_t inner = out.size();
    collect(sources, calls, use, steps, out);
    for (size_t i = inner; i < out.size(); ++i) out[i].in_argument = true;
    return;
  }
  if (const auto call = calls.find(use.getRawEncoding()); call != calls.end()) {
    out.push_back({&call->second, call->first, false});
    return;
  }
  collect(sources, calls, use, steps, out);
}

bool leads_to(const clang::SourceManager& sources, clang::SourceLocation token,
              clang::SourceLocation target, bool at_end) {
  for (int depth = kMaxDepth; depth > 0; --depth) {
    if (token == target) return true;
    if (!token.isMacroID()) return false;
    if (sources.isMacroArgExpansion(token)) {
      token = sources.getImmediateSpellingLoc(token);
    } else {
      const clang::CharSourceRange use = sources.getImmediateExpansionRange(token);
      token = at_end ? use.getEnd() : use.getBegin();
    }
  }
  return false;
}

}  // namespace

MacroOrigin macro_origin(const clang::SourceManager& sources, const MacroCalls& calls,
                         clang::SourceLocation token) {
  const Origins all = macro_origins(sources, calls, token);
  return all.empty() ? MacroOrigin{} : all.front();
}

llvm::SmallVector<MacroOrigin, 2> macro_origins(const clang::SourceManager& sources,
                                                const MacroCalls& calls,
                                                clang::SourceLocation token) {
  Origins out;
  int steps = kMaxSteps;
  if (!calls.empty()) collect(sources, calls, token, steps, out);
  return out;
}

bool is_argument(const clang::SourceManager& sources, const MacroCall::Argument& argument,
                 clang::SourceLocation first, clang::SourceLocation last) {
  return argument.first.isValid() && leads_to(sources, first, argument.first, false) &&
         leads_to(sources, last, argument.last, true);
}

}  // namespace pool_audit::extract
