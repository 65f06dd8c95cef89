// Walks the declarations of a TU outside system headers and extracts what they define.
#pragma once

#include <clang/AST/ASTConsumer.h>

#include <memory>

#include "checks/extract/context.h"

namespace pool_audit::extract {

// Whether the body of this function is somebody else's to analyse. Shared with the parser, which
// then does not parse it at all.
class BodyPolicy {
 public:
  BodyPolicy(const clang::SourceManager& sources, const Options& options)
      : sources_(sources), options_(options), paths_(sources, options.root) {}

  [[nodiscard]] bool skips(clang::SourceLocation where);
  // Headers in which a body was skipped because another unit owns them.
  [[nodiscard]] const llvm::DenseSet<clang::FileID>& skipped() const { return skipped_; }

 private:
  const clang::SourceManager& sources_;
  const Options& options_;
  Paths paths_;
  llvm::DenseMap<clang::FileID, bool> decisions_;
  llvm::DenseSet<clang::FileID> skipped_;
};

// Extracts everything below the translation unit declaration into `context.facts()`.
void extract_declarations(Context& context, BodyPolicy& policy);

}  // namespace pool_audit::extract
