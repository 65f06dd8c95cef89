#include "checks/tidy/unit.h"

#include <llvm/Support/thread.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "checks/analysis/program.h"
#include "checks/extract/context.h"
#include "checks/inventory/build.h"
#include "checks/tidy/settings.h"

namespace pool_audit::tidy {

namespace {

constexpr unsigned kStackBytes = 128U << 20;  // deep nests of code; touched as far as it is used

// One unit sees some of the uses of what a header declares or another unit can name. A rule that
// has to know all of them is heard on pools that no other unit can reach.
bool settled_by_one_unit(const inventory::Finding& finding, const inventory::Subject& subject,
                         Symbol main_file) {
  const rules::Entry* entry = rules::find(finding.rule);
  if (!entry || entry->rule->scope != rules::Scope::program) return true;
  const auto pool = std::ranges::find(subject.pools, finding.pool, &inventory::Pool::id);
  return pool != subject.pools.end() && pool->place.file == main_file.text() &&
         pool->visibility == inventory::Visibility::private_;
}

}  // namespace

std::shared_ptr<Unit> Unit::of(const void* context) {
  static std::mutex mutex;
  static std::map<const void*, std::weak_ptr<Unit>> units;
  const std::scoped_lock lock(mutex);
  std::weak_ptr<Unit>& known = units[context];
  std::shared_ptr<Unit> unit = known.lock();
  if (!unit) known = unit = std::make_shared<Unit>();
  return unit;
}

void Unit::select(const rules::Rule& rule, const std::map<std::string, long>& options) {
  const std::string id(rule.id);
  selection_.patterns.push_back(id);
  if (!options.empty()) selection_.options[id] = options;
}

void Unit::use_models(const std::vector<std::string>& files) {
  model_files_ = files;
}

void Unit::watch(clang::Preprocessor& preprocessor) {
  if (sources_) return;
  sources_ = &preprocessor.getSourceManager();
  extract::Paths paths(*sources_, "");
  const std::string main_file = paths.real(sources_->getMainFileID());
  const std::string folder = std::filesystem::path(main_file).parent_path().string();
  options_.root = project_root(folder);
  auto models = models_for(folder, model_files_);
  if (!models) {
    errors_ = std::move(models.error());
    return;
  }
  models_ = std::move(*models);
  options_.macros = models_->macros();
  // Comments of any kind document a pool; clang keeps those of tools unless it is told otherwise.
  // The language options belong to the compiler, which only hands them out as constant.
  const_cast<clang::LangOptions&>(preprocessor.getLangOpts()).CommentOpts.ParseAllComments = true;
  reader_ = std::make_unique<extract::UnitReader>(preprocessor, options_);
}

const std::vector<inventory::Finding>& Unit::findings(clang::ASTContext& ast) {
  if (!judged_ && reader_) {
    llvm::thread deep(std::optional<unsigned>(kStackBytes), [&] { judge(ast); });
    deep.join();
  }
  judged_ = true;
  return findings_;
}

void Unit::judge(clang::ASTContext& ast) {
  // extract: the facts of this unit
  facts::TuFacts facts;
  reader_->read(ast, facts);
  extract::Paths paths(*sources_, options_.root);
  for (auto at = sources_->fileinfo_begin(); at != sources_->fileinfo_end(); ++at) {
    const clang::FileID file = sources_->translateFile(at->first);
    if (file.isValid()) files_.try_emplace(paths.name(file).text(), file);
  }
  // link: a program of one unit
  analysis::Program program;
  program.add(facts);
  // inventory, then the rules that are on
  findings_ = inventory::build(program, *models_, [&](const inventory::Subject& subject) {
                auto found = rules::run(subject, selection_);
                std::erase_if(found, [&](const inventory::Finding& finding) {
                  return !settled_by_one_unit(finding, subject, facts.main_file);
                });
                return found;
              }).findings;
}

clang::SourceLocation Unit::location(const std::string& file, uint32_t line,
                                     uint32_t column) const {
  const auto found = files_.find(file);
  if (found == files_.end() || line == 0 || column == 0) return {};
  return sources_->translateLineCol(found->second, line, column);
}

}  // namespace pool_audit::tidy
