// One rule as a clang-tidy check: hands the findings of the unit on, and has no logic of its own.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "checks/rules/rule.h"
#include "checks/tidy/compat.h"
#include "checks/tidy/unit.h"

namespace pool_audit::tidy {

class Check final : public clang::tidy::ClangTidyCheck {
 public:
  Check(llvm::StringRef name, clang::tidy::ClangTidyContext* context, const rules::Rule& rule);

  [[nodiscard]] bool isLanguageVersionSupported(const clang::LangOptions& language) const override;
  void registerPPCallbacks(const clang::SourceManager& sources, clang::Preprocessor* preprocessor,
                           clang::Preprocessor* module_expander) override;
  void registerMatchers(clang::ast_matchers::MatchFinder* finder) override;
  void check(const clang::ast_matchers::MatchFinder::MatchResult& result) override;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap& options) override;

 private:
  void report(const inventory::Finding& finding);

  const rules::Rule& rule_;
  std::shared_ptr<Unit> unit_;
  std::map<std::string, long> options_;  // every option of the rule
  std::string models_;                   // as the user wrote them
};

}  // namespace pool_audit::tidy
