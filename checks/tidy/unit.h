// The translation unit that the checks of one clang-tidy run look at: it is read and judged once,
// however many checks are on.
//
//   check objects --select--> rules, options    preprocessor --watch--> calls of modelled macros
//   syntax tree --UnitReader--> TuFacts --> Program --inventory, rules--> Findings --> each check
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/StringMap.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checks/extract/unit_reader.h"
#include "checks/inventory/inventory.h"
#include "checks/rules/rules.h"
#include "checks/support/result.h"

namespace pool_audit::tidy {

class Unit {
 public:
  // The unit of the checks that `context` (a ClangTidyContext) makes. Each check holds on to it;
  // when the last one is gone, so is the unit. Safe to call from several threads.
  [[nodiscard]] static std::shared_ptr<Unit> of(const void* context);

  // Before watch(): a rule that is on, with the options that the user set.
  void select(const rules::Rule& rule, const std::map<std::string, long>& options);
  // Before watch(): model files besides the `.pool-audit.yaml` nearest to the source. A relative
  // one is looked for in the folder of the source, then upwards.
  void use_models(const std::vector<std::string>& files);

  // Before anything is lexed. Of several calls the first counts.
  void watch(clang::Preprocessor& preprocessor);

  // What the rules find, sorted by place. The syntax tree is complete; of several calls the first
  // one reads it.
  [[nodiscard]] const std::vector<inventory::Finding>& findings(clang::ASTContext& ast);
  // Why there are none: mistakes in model files. Each is handed out once.
  [[nodiscard]] std::vector<Error> take_errors() { return std::exchange(errors_, {}); }

  // Invalid for a place that is nowhere.
  [[nodiscard]] clang::SourceLocation location(const std::string& file, uint32_t line,
                                               uint32_t column) const;

 private:
  void judge(clang::ASTContext& ast);

  rules::Selection selection_;
  std::vector<std::string> model_files_;
  std::vector<Error> errors_;
  std::shared_ptr<const model::ModelSet> models_;  // null: they could not be read
  extract::Options options_;
  std::unique_ptr<extract::UnitReader> reader_;
  const clang::SourceManager* sources_ = nullptr;
  llvm::StringMap<clang::FileID> files_;  // by the names that facts carry
  std::vector<inventory::Finding> findings_;
  bool judged_ = false;
};

}  // namespace pool_audit::tidy
