// Facts from a translation unit that is parsed here or by somebody else, such as clang-tidy: what
// listens to the preprocessor before, and what reads the syntax tree afterwards.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/StringSet.h>

#include "checks/extract/extract.h"
#include "checks/extract/macro_calls.h"
#include "checks/extract/visitor.h"
#include "checks/facts/facts.h"

namespace pool_audit::extract {

class UnitReader {
 public:
  // Starts to listen for the invocations of Options::macros: nothing may have been lexed yet.
  // Outlives the lexing; `options` and the preprocessor outlive it.
  UnitReader(clang::Preprocessor& preprocessor, const Options& options);
  UnitReader(const UnitReader&) = delete;
  UnitReader& operator=(const UnitReader&) = delete;

  [[nodiscard]] BodyPolicy& policy() { return policy_; }
  [[nodiscard]] bool has_macro_calls() const { return !calls_.empty(); }

  // All facts but for the diagnostics, which only the owner of the parser knows. `ast` is complete.
  void read(clang::ASTContext& ast, facts::TuFacts& facts);
  // No more than the main file and the files that were read.
  void read_files(clang::ASTContext& ast, facts::TuFacts& facts);

 private:
  const clang::Preprocessor& preprocessor_;
  const Options& options_;
  llvm::StringSet<> names_;
  MacroCalls calls_;
  BodyPolicy policy_;
};

}  // namespace pool_audit::extract
