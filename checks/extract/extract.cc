#include "checks/extract/extract.h"

#include <clang/Basic/Version.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Frontend/MultiplexConsumer.h>
#include <llvm/Support/FileSystem.h>

#include "checks/extract/frontend.h"
#include "checks/support/files.h"

namespace pool_audit::extract {
namespace {

class Action : public clang::ASTFrontendAction {
 public:
  Action(const Extractor::State& state, facts::TuFacts& facts) : state_(state), facts_(facts) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef) override {
    compiler.getDiagnostics().setFatalsAsError(true) /* a missing header ends nothing */;
    return make_consumer(compiler, state_.options, facts_);
  }

 private:
  const Extractor::State& state_;
  facts::TuFacts& facts_;
};

class PrefixAction : public clang::GeneratePCHAction {
 public:
  PrefixAction(const Extractor::State& state, facts::TuFacts& facts, bool& has_macro_calls)
      : state_(state), facts_(facts), has_macro_calls_(has_macro_calls) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef file) override {
    auto writer = GeneratePCHAction::CreateASTConsumer(compiler, file);
    if (!writer) return nullptr;
    std::vector<std::unique_ptr<clang::ASTConsumer>> both;
    both.push_back(make_prefix_consumer(compiler, state_.options, facts_, has_macro_calls_));
    both.push_back(std::move(writer));
    return std::make_unique<clang::MultiplexConsumer>(std::move(both));
  }

 private:
  const Extractor::State& state_;
  facts::TuFacts& facts_;
  bool& has_macro_calls_;
};

}  // namespace

Extractor::Extractor(Options options) : state_(std::make_unique<State>()) {
  state_->options = std::move(options);
  // Files go by their real paths, and so does the root that they are compared with.
  llvm::SmallString<256> real;
  if (!state_->options.root.empty() && !llvm::sys::fs::real_path(state_->options.root, real)) {
    state_->options.root = std::string(real);
  }
}
Extractor::~Extractor() = default;

Options& Extractor::options() {
  return state_->options;
}

Result<facts::TuFacts> Extractor::run(const Input& input) {
  facts::TuFacts facts;
  Ran ran =
      run_frontend(*state_, input, "", [&] { return std::make_unique<Action>(*state_, facts); });
  facts.diagnostics = std::move(ran.diagnostics);
  if (facts.main_file.empty()) {
    std::string why = "clang cannot compile it with this command";
    if (!facts.diagnostics.empty()) {
      why += ": " + std::string(facts.diagnostics.front().message.text());
    } else if (!ran.started) {
      why += ": the command names no compilation that clang knows";
    }
    return fail(why, input.file);
  }
  return facts;
}

Result<Prefix> Extractor::precompile(const Input& like, std::string_view directives,
                                     const std::string& path) {
  const std::string source = path + ".h";
  if (auto written = write_file_atomically(source, directives); !written) {
    return tl::unexpected<Error>(written.error());
  }
  Input input = like;
  if (input.arguments.empty()) return fail("a command without a source", like.file);
  const bool is_c = like.file.ends_with(".c");
  input.arguments.back() = source;
  input.arguments.insert(input.arguments.end() - 1, {"-x", is_c ? "c-header" : "c++-header"});
  facts::TuFacts facts;
  bool has_macro_calls = false;
  const std::shared_ptr<const Prefix> none = std::exchange(state_->options.prefix, nullptr);
  const auto analyse_header =
      std::exchange(state_->options.analyse_header, [](std::string_view) { return false; });
  const Ran ran = run_frontend(*state_, input, path, [&] {
    return std::make_unique<PrefixAction>(*state_, facts, has_macro_calls);
  });
  state_->options.analyse_header = analyse_header;
  state_->options.prefix = none;
  if (!ran.diagnostics.empty()) {
    return fail(
        "errors in the shared headers: " + std::string(ran.diagnostics.front().message.text()),
        like.file);
  }
  if (facts.main_file.empty()) return fail("the shared headers cannot be precompiled", like.file);
  if (has_macro_calls) return fail("the shared headers invoke a modelled macro", like.file);
  Prefix out;
  out.path = path;
  out.source = facts.main_file;
  for (const facts::FileRead& read : facts.files) {
    if (read.path != out.source) out.files.push_back(read);
  }
  return out;
}

std::string clang_version() {
  return CLANG_VERSION_STRING;
}

}  // namespace pool_audit::extract
