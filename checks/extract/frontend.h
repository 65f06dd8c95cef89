// What stands between a command and the syntax tree: how clang is started, and what listens to it.
#pragma once

#include <clang/AST/ASTConsumer.h>
#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/FileManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Tooling/Tooling.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "checks/extract/extract.h"

namespace pool_audit::extract {

// Keeps errors for the report; warnings are somebody else's business.
class Diagnostics : public clang::DiagnosticConsumer {
 public:
  explicit Diagnostics(std::string root) : root_(std::move(root)) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& info) override;
  std::vector<facts::Diagnostic> take() { return std::move(found_); }

 private:
  std::string root_;
  std::vector<facts::Diagnostic> found_;
};

struct Extractor::State {
  Options options;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> file_system;
  llvm::IntrusiveRefCntPtr<clang::FileManager> files;
  std::string directory;

  // Relative paths of a command are relative to its folder, so the file manager, with its cache of
  // what exists, serves one working folder.
  clang::FileManager* files_for(const std::string& folder);
  // The command for the frontend.
  [[nodiscard]] std::vector<std::string> command(const std::vector<std::string>& arguments) const;
};

// Fills `facts` when the unit is parsed. All arguments outlive the consumer.
[[nodiscard]] std::unique_ptr<clang::ASTConsumer> make_consumer(clang::CompilerInstance& compiler,
                                                                const Options& options,
                                                                facts::TuFacts& facts);
// Fills in no more than the main file and the files that were read. `has_macro_calls`: whether one
// of Options::macros was invoked.
[[nodiscard]] std::unique_ptr<clang::ASTConsumer> make_prefix_consumer(
    clang::CompilerInstance& compiler, const Options& options, facts::TuFacts& facts,
    bool& has_macro_calls);

// What one run of the frontend came to.
struct Ran {
  bool started = false;  // whether the command named a compilation
  std::vector<facts::Diagnostic> diagnostics;
};

// Runs the action that `make` gives over the command, on a thread with a stack for deep nesting.
// `output` is the file that the action writes, if it does.
[[nodiscard]] Ran run_frontend(Extractor::State& state, const Input& input,
                               const std::string& output,
                               std::function<std::unique_ptr<clang::FrontendAction>()> make);

}  // namespace pool_audit::extract
