// Where the invocations of modelled macros are, and which of them a piece of code came from.
#pragma once

#include <clang/Basic/SourceLocation.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>

#include <vector>

#include "checks/support/symbol.h"

namespace clang {
class SourceManager;
}  // namespace clang

namespace pool_audit::extract {

// One invocation of a macro that a model names; inside another modelled macro there is none.
struct MacroCall {
  Symbol name;
  struct Argument {
    clang::SourceLocation first;  // of its first and last token, as the macro was given them
    clang::SourceLocation last;
  };
  std::vector<Argument> arguments;
};
using MacroCalls = llvm::DenseMap<unsigned, MacroCall>;  // by the raw location of the macro's name

// The invocation that made a token, the innermost one.
struct MacroOrigin {
  const MacroCall* call = nullptr;
  unsigned name = 0;         // its key
  bool in_argument = false;  // the token was handed to it

  explicit operator bool() const { return call != nullptr; }
};
[[nodiscard]] MacroOrigin macro_origin(const clang::SourceManager& sources, const MacroCalls& calls,
                                       clang::SourceLocation token);
// That one first, and those that were handed what it made.
[[nodiscard]] llvm::SmallVector<MacroOrigin, 2> macro_origins(const clang::SourceManager& sources,
                                                              const MacroCalls& calls,
                                                              clang::SourceLocation token);

// Whether code from `first` to `last` is what was handed over as `argument`, whatever macros it was
// itself made by.
[[nodiscard]] bool is_argument(const clang::SourceManager& sources,
                               const MacroCall::Argument& argument, clang::SourceLocation first,
                               clang::SourceLocation last);

}  // namespace pool_audit::extract
