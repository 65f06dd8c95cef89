#include "checks/extract/extract.h"

#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/Version.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/MacroArgs.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/thread.h>

#include <algorithm>

#include "checks/extract/context.h"
#include "checks/extract/visitor.h"
#include "checks/support/hash.h"

namespace pool_audit::extract {
namespace {

constexpr unsigned kStackBytes = 128U << 20;  // reserved, and touched as far as it is used
constexpr size_t kMaxDiagnostics = 20;        // per TU; more says nothing new

// Keeps errors for the report; warnings are somebody else's business.
class Diagnostics : public clang::DiagnosticConsumer {
 public:
  explicit Diagnostics(std::string root) : root_(std::move(root)) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& info) override {
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
  std::vector<facts::Diagnostic> take() { return std::move(found_); }

 private:
  std::string root_;
  std::vector<facts::Diagnostic> found_;
};

// Records the invocations of the macros that models name.
class MacroRecorder : public clang::PPCallbacks {
 public:
  MacroRecorder(const llvm::StringSet<>& names, MacroCalls& out) : names_(names), out_(out) {}

  void MacroExpands(const clang::Token& token, const clang::MacroDefinition& definition,
                    clang::SourceRange range, const clang::MacroArgs* arguments) override {
    if (range.getBegin().isMacroID() || !names_.contains(token.getIdentifierInfo()->getName())) {
      return;
    }
    MacroCall call;
    call.name = Symbol(std::string_view(token.getIdentifierInfo()->getName()));
    const clang::MacroInfo* info = definition.getMacroInfo();
    const unsigned count = arguments && info ? info->getNumParams() : 0;
    for (unsigned i = 0; i < count; ++i) {
      MacroCall::Argument argument;
      const clang::Token* at = arguments->getUnexpArgument(i);
      if (at->isNot(clang::tok::eof)) {
        argument.first = at->getLocation();
        for (; at->isNot(clang::tok::eof); ++at) argument.last = at->getLocation();
      }
      call.arguments.push_back(argument);
    }
    out_.try_emplace(range.getBegin().getRawEncoding(), std::move(call));
  }

 private:
  const llvm::StringSet<>& names_;
  MacroCalls& out_;
};

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(clang::CompilerInstance& compiler, const Options& options,
           const llvm::StringSet<>& macros, facts::TuFacts& facts)
      : compiler_(compiler),
        options_(options),
        facts_(facts),
        policy_(compiler.getSourceManager(), options) {
    if (!macros.empty()) {
      compiler.getPreprocessor().addPPCallbacks(std::make_unique<MacroRecorder>(macros, calls_));
    }
  }

  // Templates of the project stay whole: each unit instantiates them with types of its own.
  bool shouldSkipFunctionBody(clang::Decl* decl) override {
    const clang::SourceManager& sm = compiler_.getSourceManager();
    const clang::SourceLocation where = sm.getExpansionLoc(decl->getLocation());
    if (sm.isInSystemHeader(where)) return true;
    const clang::FunctionDecl* function = decl->getAsFunction();
    if (function && function->isTemplated()) return false;
    return policy_.skips(where);
  }

  void HandleTranslationUnit(clang::ASTContext& ast) override {
    const clang::SourceManager& sm = ast.getSourceManager();
    Context context(ast, compiler_.getPreprocessor(), options_, facts_, calls_);
    facts_.is_cxx = ast.getLangOpts().CPlusPlus;
    facts_.has_exceptions = ast.getLangOpts().CXXExceptions;
    facts_.main_file = context.paths().name(sm.getMainFileID());
    extract_declarations(context, policy_);
    list_files(context, sm);
  }

 private:
  void list_files(Context& context, const clang::SourceManager& sm) {
    llvm::StringSet<> skipped;
    for (const clang::FileID file : policy_.skipped()) {
      skipped.insert(llvm::StringRef(context.paths().name(file).text()));
    }
    for (auto it = sm.fileinfo_begin(); it != sm.fileinfo_end(); ++it) {
      const clang::FileID file = sm.translateFile(it->first);
      if (file.isInvalid()) continue;
      facts::FileRead read;
      read.path = context.paths().name(file);
      if (!read.path) continue;
      const clang::SourceLocation start = sm.getLocForStartOfFile(file);
      read.is_system = sm.isInSystemHeader(start);
      if (const auto buffer = it->second->getBufferIfLoaded()) {
        read.digest = digest_of(std::string_view(buffer->getBuffer()));
      }
      read.bodies_skipped = skipped.contains(llvm::StringRef(read.path.text()));
      facts_.files.push_back(read);
    }
    std::ranges::sort(facts_.files, {}, &facts::FileRead::path);
    const auto same = std::ranges::unique(facts_.files, {}, &facts::FileRead::path);
    facts_.files.erase(same.begin(), same.end());
  }

  clang::CompilerInstance& compiler_;
  const Options& options_;
  facts::TuFacts& facts_;
  MacroCalls calls_;
  BodyPolicy policy_;
};

class Action : public clang::ASTFrontendAction {
 public:
  Action(const Options& options, const llvm::StringSet<>& macros, facts::TuFacts& facts)
      : options_(options), macros_(macros), facts_(facts) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef) override {
    compiler.getDiagnostics().setFatalsAsError(true) /* a missing header ends nothing */;
    return std::make_unique<Consumer>(compiler, options_, macros_, facts_);
  }

 private:
  const Options& options_;
  const llvm::StringSet<>& macros_;
  facts::TuFacts& facts_;
};

class Factory : public clang::tooling::FrontendActionFactory {
 public:
  explicit Factory(std::function<std::unique_ptr<clang::FrontendAction>()> make)
      : make_(std::move(make)) {}

  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> invocation,
                     clang::FileManager* files, std::shared_ptr<clang::PCHContainerOperations> pch,
                     clang::DiagnosticConsumer* consumer) override {
    started_ = true;
    clang::FrontendOptions& frontend = invocation->getFrontendOpts();
    frontend.SkipFunctionBodies = true;
    frontend.DisableFree = false;
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
  std::function<std::unique_ptr<clang::FrontendAction>()> make_;
  bool started_ = false;
};

}  // namespace

struct Extractor::State {
  Options options;
  llvm::StringSet<> macros;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> file_system;
  llvm::IntrusiveRefCntPtr<clang::FileManager> files;
  std::string directory;

  // Relative paths of a command are relative to its folder, so the file manager, with its cache of
  // what exists, serves one working folder.
  clang::FileManager* files_for(const std::string& folder) {
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

  std::vector<std::string> command(const Input& input) const {
    std::vector<std::string> out = input.arguments;
    if (out.empty()) out.emplace_back("clang");
    const std::string resources =
        options.resource_dir.empty() ? PA_RESOURCE_DIR : options.resource_dir;
    std::vector<std::string> extra = {"-resource-dir=" + resources, "-fsyntax-only", "-w",
                                      "-Wno-error"};
    if (!options.prefix_header.empty()) {
      extra.insert(extra.end(), {"-Xclang", "-include-pch", "-Xclang", options.prefix_header});
    }
    out.insert(out.begin() + 1, extra.begin(), extra.end());
    return out;
  }
};

Extractor::Extractor(Options options) : state_(std::make_unique<State>()) {
  state_->options = std::move(options);
  // Files go by their real paths, and so does the root that they are compared with.
  llvm::SmallString<256> real;
  if (!state_->options.root.empty() && !llvm::sys::fs::real_path(state_->options.root, real)) {
    state_->options.root = std::string(real);
  }
  for (const std::string& name : state_->options.macros) state_->macros.insert(name);
}
Extractor::~Extractor() = default;

Options& Extractor::options() {
  return state_->options;
}

Result<facts::TuFacts> Extractor::run(const Input& input) {
  facts::TuFacts facts;
  Diagnostics diagnostics(state_->options.root);
  Factory factory([&] { return std::make_unique<Action>(state_->options, state_->macros, facts); });
  clang::tooling::ToolInvocation invocation(state_->command(input), &factory,
                                            state_->files_for(input.directory),
                                            std::make_shared<clang::PCHContainerOperations>());
  invocation.setDiagnosticConsumer(&diagnostics);
  // The parser recurses with the nesting of the source, within limits that a usual stack is too
  // small for.
  llvm::thread parser(std::optional<unsigned>(kStackBytes), [&] { invocation.run(); });
  parser.join();
  facts.diagnostics = diagnostics.take();
  if (facts.main_file.empty()) {
    std::string why = "clang cannot compile it with this command";
    if (!facts.diagnostics.empty()) {
      why += ": " + std::string(facts.diagnostics.front().message.text());
    } else if (!factory.started()) {
      why += ": the command names no compilation that clang knows";
    }
    return fail(why, input.file);
  }
  return facts;
}

std::string clang_version() {
  return CLANG_VERSION_STRING;
}

}  // namespace pool_audit::extract
