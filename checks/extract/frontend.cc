#include "checks/extract/frontend.h"

#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/MacroArgs.h>
#include <clang/Lex/PPCallbacks.h>
#include <llvm/Support/thread.h>

#include <algorithm>

#include "checks/extract/context.h"
#include "checks/extract/visitor.h"
#include "checks/support/hash.h"

namespace pool_audit::extract {
namespace {

constexpr unsigned kStackBytes = 128U << 20;  // reserved, and touched as far as it is used
constexpr size_t kMaxDiagnostics = 20;        // per TU; more says nothing new

// Records the invocations of the macros that models name.
class MacroRecorder : public clang::PPCallbacks {
 public:
  MacroRecorder(const clang::SourceManager& sources, const llvm::StringSet<>& names,
                MacroCalls& out)
      : sources_(sources), names_(names), out_(out) {}

  void MacroExpands(const clang::Token& token, const clang::MacroDefinition& definition,
                    clang::SourceRange range, const clang::MacroArgs* arguments) override {
    if (!names_.contains(token.getIdentifierInfo()->getName())) return;
    // What a modelled macro is made of is its own affair.
    if (const MacroOrigin outer = macro_origin(sources_, out_, range.getBegin());
        outer && !outer.in_argument) {
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
  const clang::SourceManager& sources_;
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
      compiler.getPreprocessor().addPPCallbacks(
          std::make_unique<MacroRecorder>(compiler.getSourceManager(), macros, calls_));
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

 protected:
  void list_files(Context& context, const clang::SourceManager& sm) {
    llvm::StringSet<> skipped;
    for (const clang::FileID file : policy_.skipped()) {
      skipped.insert(llvm::StringRef(context.paths().name(file).text()));
    }
    // A copy, for looking into a precompiled header adds to what is known.
    const std::vector<std::pair<clang::FileEntryRef, clang::SrcMgr::ContentCache*>> known(
        sm.fileinfo_begin(), sm.fileinfo_end());
    for (const auto& [entry, content] : known) {
      const clang::FileID file = sm.translateFile(entry);
      if (file.isInvalid()) continue;
      facts::FileRead read;
      read.path = context.paths().name(file);
      if (!read.path) continue;
      const clang::SourceLocation start = sm.getLocForStartOfFile(file);
      read.is_system = sm.isInSystemHeader(start);
      if (const auto buffer = content->getBufferIfLoaded()) {
        read.digest = digest_of(std::string_view(buffer->getBuffer()));
      }
      read.bodies_skipped = skipped.contains(llvm::StringRef(read.path.text()));
      facts_.files.push_back(read);
    }
    // Of a precompiled header's files clang knows at most the names.
    if (options_.prefix) {
      const Prefix& prefix = *options_.prefix;
      facts_.files.insert(facts_.files.end(), prefix.files.begin(), prefix.files.end());
      std::erase_if(facts_.files,
                    [&](const facts::FileRead& read) { return read.path == prefix.source; });
    }
    std::ranges::sort(facts_.files, {}, &facts::FileRead::path);
    size_t kept = 0;
    for (size_t i = 0; i < facts_.files.size(); ++i) {
      facts::FileRead& read = facts_.files[i];
      if (kept > 0 && facts_.files[kept - 1].path == read.path) {
        facts::FileRead& first = facts_.files[kept - 1];
        if (first.digest == Digest{}) first.digest = read.digest;
        first.bodies_skipped = first.bodies_skipped || read.bodies_skipped;
      } else {
        facts_.files[kept++] = read;
      }
    }
    facts_.files.resize(kept);
  }

  clang::CompilerInstance& compiler_;
  const Options& options_;
  facts::TuFacts& facts_;
  MacroCalls calls_;

 private:
  BodyPolicy policy_;
};

class PrefixConsumer final : public Consumer {
 public:
  PrefixConsumer(clang::CompilerInstance& compiler, const Options& options,
                 const llvm::StringSet<>& macros, facts::TuFacts& facts, bool& has_macro_calls)
      : Consumer(compiler, options, macros, facts), has_macro_calls_(has_macro_calls) {}

  void HandleTranslationUnit(clang::ASTContext& ast) override {
    Context context(ast, compiler_.getPreprocessor(), options_, facts_, calls_);
    facts_.main_file = context.paths().name(ast.getSourceManager().getMainFileID());
    has_macro_calls_ = !calls_.empty();
    list_files(context, ast.getSourceManager());
  }

 private:
  bool& has_macro_calls_;
};

class Factory : public clang::tooling::FrontendActionFactory {
 public:
  Factory(std::string output, std::function<std::unique_ptr<clang::FrontendAction>()> make)
      : output_(std::move(output)), make_(std::move(make)) {}

  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> invocation,
                     clang::FileManager* files, std::shared_ptr<clang::PCHContainerOperations> pch,
                     clang::DiagnosticConsumer* consumer) override {
    started_ = true;
    clang::FrontendOptions& frontend = invocation->getFrontendOpts();
    frontend.SkipFunctionBodies = true;
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
                                                  const Options& options,
                                                  const llvm::StringSet<>& macros,
                                                  facts::TuFacts& facts) {
  return std::make_unique<Consumer>(compiler, options, macros, facts);
}

std::unique_ptr<clang::ASTConsumer> make_prefix_consumer(clang::CompilerInstance& compiler,
                                                         const Options& options,
                                                         const llvm::StringSet<>& macros,
                                                         facts::TuFacts& facts,
                                                         bool& has_macro_calls) {
  return std::make_unique<PrefixConsumer>(compiler, options, macros, facts, has_macro_calls);
}

Ran run_frontend(Extractor::State& state, const Input& input, const std::string& output,
                 std::function<std::unique_ptr<clang::FrontendAction>()> make) {
  Diagnostics diagnostics(state.options.root);
  Factory factory(output, std::move(make));
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
