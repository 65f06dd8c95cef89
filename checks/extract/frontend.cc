#include "checks/extract/frontend.h"

#include <clang/Frontend/FrontendActions.h>
#include <llvm/Support/thread.h>

#include "checks/extract/context.h"
#include "checks/extract/unit_reader.h"

namespace pool_audit::extract {
namespace {

constexpr unsigned kStackBytes = 128U << 20;  // reserved, and touched as far as it is used
constexpr size_t kMaxDiagnostics = 20;        // per TU; more says nothing new

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(clang::CompilerInstance& compiler, const Options& options, facts::TuFacts& facts)
      : sources_(compiler.getSourceManager()),
        facts_(facts),
        reader_(compiler.getPreprocessor(), options) {}

  // Templates of the project stay whole: each unit instantiates them with types of its own.
  bool shouldSkipFunctionBody(clang::Decl* decl) override {
    const clang::SourceLocation where = sources_.getExpansionLoc(decl->getLocation());
    if (sources_.isInSystemHeader(where)) return true;
    const clang::FunctionDecl* function = decl->getAsFunction();
    if (function && function->isTemplated()) return false;
    return reader_.policy().skips(where);
  }

  void HandleTranslationUnit(clang::ASTContext& ast) override { reader_.read(ast, facts_); }

 protected:
  const clang::SourceManager& sources_;
  facts::TuFacts& facts_;
  UnitReader reader_;
};

class PrefixConsumer final : public Consumer {
 public:
  PrefixConsumer(clang::CompilerInstance& compiler, const Options& options, facts::TuFacts& facts,
                 bool& has_macro_calls)
      : Consumer(compiler, options, facts), has_macro_calls_(has_macro_calls) {}

  void HandleTranslationUnit(clang::ASTContext& ast) override {
    has_macro_calls_ = reader_.has_macro_calls();
    reader_.read_files(ast, facts_);
  }

 private:
  bool& has_macro_calls_;
};

class Factory : public clang::tooling::FrontendActionFactory {
 public:
  Factory(std::string output, bool skip_bodies,
          std::function<std::unique_ptr<clang::FrontendAction>()> make)
      : output_(std::move(output)), skip_bodies_(skip_bodies), make_(std::move(make)) {}

  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> invocation,
                     clang::FileManager* files, std::shared_ptr<clang::PCHContainerOperations> pch,
                     clang::DiagnosticConsumer* consumer) override {
    started_ = true;
    clang::FrontendOptions& frontend = invocation->getFrontendOpts();
    frontend.SkipFunctionBodies = skip_bodies_;
    frontend.DisableFree = false;
    frontend.OutputFile = output_;
    invocation->getLangOpts().CommentOpts.ParseAllComments = true;
    invocation->getLangOpts().RetainCommentsFromSystemHeaders = false;
    invocation->getDiagnosticOpts().ErrorLimit = 0;
    invocation->getDiagnosticOpts().IgnoreWarnings = true;
    invocation->getDiagnosticOpts().ShowCarets = false;  // nor "2 errors generated" on stderr
    invocation->getDependencyOutputOpts() = {};
    return FrontendActionFactory::runInvocation(std::move(invocation), files, std::move(pch),
                                                consumer);
  }
  std::unique_ptr<clang::FrontendAction> create() override { return make_(); }
  [[nodiscard]] bool started() const { return started_; }

 private:
  std::string output_;
  bool skip_bodies_;
  std::function<std::unique_ptr<clang::FrontendAction>()> make_;
  bool started_ = false;
};

}  // namespace

void Diagnostics::HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                                   const clang::Diagnostic& info) {
  DiagnosticConsumer::HandleDiagnostic(level, info);
  if (level < clang::DiagnosticsEngine::Error || found_.size() >= kMaxDiagnostics) return;
  facts::Diagnostic out;
  out.is_error = true;
  llvm::SmallString<128> text;
  info.FormatDiagnostic(text);
  out.message = Symbol(std::string_view(text.data(), text.size()));
  if (info.hasSourceManager() && info.getLocation().isValid()) {
    const clang::SourceManager& sm = info.getSourceManager();
    Paths paths(sm, root_);
    const auto [file, offset] = sm.getDecomposedExpansionLoc(info.getLocation());
    out.location.file = paths.name(file);
    out.location.line = sm.getLineNumber(file, offset);
    out.location.column = sm.getColumnNumber(file, offset);
  }
  found_.push_back(std::move(out));
}
clang::FileManager* Extractor::State::files_for(const std::string& folder) {
  if (!files || directory != folder) {
    file_system = llvm::vfs::createPhysicalFileSystem();
    file_system->setCurrentWorkingDirectory(folder);
    clang::FileSystemOptions file_options;
    file_options.WorkingDir = folder;
    files = llvm::makeIntrusiveRefCnt<clang::FileManager>(file_options, file_system);
    directory = folder;
  }
  return files.get();
}

std::vector<std::string> Extractor::State::command(
    const std::vector<std::string>& arguments) const {
  std::vector<std::string> out = arguments;
  if (out.empty()) out.emplace_back("clang");
  const std::string resources =
      options.resource_dir.empty() ? PA_RESOURCE_DIR : options.resource_dir;
  std::vector<std::string> extra = {"-resource-dir=" + resources, "-fsyntax-only", "-w",
                                    "-Wno-error"};
  if (options.prefix) {
    extra.insert(extra.end(), {"-Xclang", "-include-pch", "-Xclang", options.prefix->path});
  }
  out.insert(out.begin() + 1, extra.begin(), extra.end());
  return out;
}

std::unique_ptr<clang::ASTConsumer> make_consumer(clang::CompilerInstance& compiler,
                                                  const Options& options, facts::TuFacts& facts) {
  return std::make_unique<Consumer>(compiler, options, facts);
}

std::unique_ptr<clang::ASTConsumer> make_prefix_consumer(clang::CompilerInstance& compiler,
                                                         const Options& options,
                                                         facts::TuFacts& facts,
                                                         bool& has_macro_calls) {
  return std::make_unique<PrefixConsumer>(compiler, options, facts, has_macro_calls);
}

Ran run_frontend(Extractor::State& state, const Input& input, const std::string& output,
                 std::function<std::unique_ptr<clang::FrontendAction>()> make) {
  Diagnostics diagnostics(state.options.root);
  Factory factory(output, !state.options.check_bodies, std::move(make));
  clang::tooling::ToolInvocation invocation(state.command(input.arguments), &factory,
                                            state.files_for(input.directory),
                                            std::make_shared<clang::PCHContainerOperations>());
  invocation.setDiagnosticConsumer(&diagnostics);
  // The parser recurses with the nesting of the source, within limits that a usual stack is too
  // small for.
  llvm::thread parser(std::optional<unsigned>(kStackBytes), [&] { invocation.run(); });
  parser.join();
  return {factory.started(), diagnostics.take()};
}

}  // namespace pool_audit::extract
