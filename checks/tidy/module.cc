// The rules as a module of clang-tidy: `clang-tidy -load libPoolTidy.so -checks='pool-*'`.
#include "checks/rules/rules.h"
#include "checks/tidy/check.h"
#include "checks/tidy/compat.h"

namespace pool_audit::tidy {
namespace {

class Module final : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
    for (const rules::Entry& entry : rules::all()) {
      const rules::Rule* rule = entry.rule;
      if (rule->scope == rules::Scope::telemetry) continue;  // a compiler sees no production
      factories.registerCheckFactory(
          llvm::StringRef(rule->id.data(), rule->id.size()),
          [rule](llvm::StringRef name, clang::tidy::ClangTidyContext* context) {
            return std::make_unique<Check>(name, context, *rule);
          });
    }
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<Module> kModule("pool-module",
                                                                "the use of object pools");

}  // namespace
}  // namespace pool_audit::tidy
