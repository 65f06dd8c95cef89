#include "checks/extract/unit_reader.h"

#include <clang/Lex/MacroArgs.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/PPCallbacks.h>

#include <algorithm>

#include "checks/extract/context.h"
#include "checks/support/hash.h"

namespace pool_audit::extract {
namespace {

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

// The files of the unit with their digests.
void list_files(Context& context, const BodyPolicy& policy) {
  const clang::SourceManager& sm = context.sources();
  facts::TuFacts& facts = context.facts();
  llvm::StringSet<> skipped;
  for (const clang::FileID file : policy.skipped()) {
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
    facts.files.push_back(read);
  }
  // Of a precompiled header's files clang knows at most the names.
  if (context.options().prefix) {
    const Prefix& prefix = *context.options().prefix;
    facts.files.insert(facts.files.end(), prefix.files.begin(), prefix.files.end());
    std::erase_if(facts.files,
                  [&](const facts::FileRead& read) { return read.path == prefix.source; });
  }
  std::ranges::sort(facts.files, {}, &facts::FileRead::path);
  size_t kept = 0;
  for (size_t i = 0; i < facts.files.size(); ++i) {
    facts::FileRead& read = facts.files[i];
    if (kept > 0 && facts.files[kept - 1].path == read.path) {
      facts::FileRead& first = facts.files[kept - 1];
      if (first.digest == Digest{}) first.digest = read.digest;
      first.bodies_skipped = first.bodies_skipped || read.bodies_skipped;
    } else {
      facts.files[kept++] = read;
    }
  }
  facts.files.resize(kept);
}

}  // namespace

UnitReader::UnitReader(clang::Preprocessor& preprocessor, const Options& options)
    : preprocessor_(preprocessor),
      options_(options),
      policy_(preprocessor.getSourceManager(), options) {
  for (const std::string& name : options.macros) names_.insert(name);
  if (!names_.empty()) {
    preprocessor.addPPCallbacks(
        std::make_unique<MacroRecorder>(preprocessor.getSourceManager(), names_, calls_));
  }
}

void UnitReader::read(clang::ASTContext& ast, facts::TuFacts& facts) {
  Context context(ast, preprocessor_, options_, facts, calls_);
  facts.is_cxx = ast.getLangOpts().CPlusPlus;
  facts.has_exceptions = ast.getLangOpts().CXXExceptions;
  facts.main_file = context.paths().name(ast.getSourceManager().getMainFileID());
  extract_declarations(context, policy_);
  list_files(context, policy_);
}

void UnitReader::read_files(clang::ASTContext& ast, facts::TuFacts& facts) {
  Context context(ast, preprocessor_, options_, facts, calls_);
  facts.main_file = context.paths().name(ast.getSourceManager().getMainFileID());
  list_files(context, policy_);
}

}  // namespace pool_audit::extract
