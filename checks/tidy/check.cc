#include "checks/tidy/check.h"

#include <clang/ASTMatchers/ASTMatchers.h>

namespace pool_audit::tidy {

namespace {

// The option that all checks share: model files, apart by ';'.
constexpr llvm::StringLiteral kModels = "pool.Models";

llvm::StringRef ref(std::string_view text) {
  return {text.data(), text.size()};
}

std::vector<std::string> files_in(llvm::StringRef list) {
  std::vector<std::string> out;
  llvm::SmallVector<llvm::StringRef> parts;
  list.split(parts, ';', -1, false);
  for (const llvm::StringRef part : parts) {
    if (!part.trim().empty()) out.push_back(part.trim().str());
  }
  return out;
}

}  // namespace

Check::Check(llvm::StringRef name, clang::tidy::ClangTidyContext* context, const rules::Rule& rule)
    : ClangTidyCheck(name, context), rule_(rule), unit_(Unit::of(context)) {
  for (const rules::Option& option : rule.options) {
    options_[std::string(option.name)] = Options.get(ref(option.name), option.value);
  }
  models_ = Options.getLocalOrGlobal(kModels, "").str();
  unit_->select(rule, options_);
  unit_->use_models(files_in(models_));
}

bool Check::isLanguageVersionSupported(const clang::LangOptions& language) const {
  return !language.ObjC;
}

void Check::registerPPCallbacks(const clang::SourceManager&, clang::Preprocessor* preprocessor,
                                clang::Preprocessor*) {
  unit_->watch(*preprocessor);
}

void Check::registerMatchers(clang::ast_matchers::MatchFinder* finder) {
  finder->addMatcher(clang::ast_matchers::translationUnitDecl(), this);
}

void Check::check(const clang::ast_matchers::MatchFinder::MatchResult& result) {
  for (const Error& error : unit_->take_errors()) {
    configurationDiag("%0", clang::DiagnosticIDs::Error) << error.to_string();
  }
  for (const inventory::Finding& finding : unit_->findings(*result.Context)) {
    if (finding.rule == rule_.id) report(finding);
  }
}

void Check::report(const inventory::Finding& finding) {
  const auto at = [&](const inventory::Place& place) {
    return unit_->location(place.file, place.line, place.column);
  };
  {
    auto warning = diag(at(finding.place), "%0");
    warning << finding.message;
    if (rule_.fix == rules::Fix::safe) {
      for (const inventory::Edit& edit : finding.edits) {
        const inventory::Place& place = edit.place;
        warning << clang::FixItHint::CreateReplacement(
            clang::CharSourceRange::getCharRange(
                at(place), unit_->location(place.file, place.end_line, place.end_column)),
            edit.text);
      }
    }
  }  // what it says is complete when it goes out of scope
  for (const inventory::Note& note : finding.notes) {
    diag(at(note.place), "%0", clang::DiagnosticIDs::Note) << note.text;
  }
}

void Check::storeOptions(clang::tidy::ClangTidyOptions::OptionMap& options) {
  for (const auto& [name, value] : options_) Options.store(options, name, value);
  options[kModels] = llvm::StringRef(models_);
}

}  // namespace pool_audit::tidy
