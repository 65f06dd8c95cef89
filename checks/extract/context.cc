// Locations and source text.
#include "checks/extract/context.h"

#include <clang/Lex/Lexer.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include "checks/extract/compat.h"

namespace pool_audit::extract {

using clang::SourceLocation;
using clang::SourceRange;

const Paths::Entry& Paths::entry(clang::FileID file) {
  auto [found, fresh] = entries_.try_emplace(file);
  if (!fresh) return found->second;
  Entry& entry = found->second;
  const clang::OptionalFileEntryRef ref = sources_.getFileEntryRefForID(file);
  if (!ref) return entry;
  llvm::SmallString<256> absolute(ref->getName());
  sources_.getFileManager().makeAbsolutePath(absolute);
  llvm::SmallString<256> real;
  if (llvm::sys::fs::real_path(absolute, real)) real = absolute;
  entry.real = std::string(real);
  const llvm::StringRef text(entry.real);
  if (!root_.empty() && text.starts_with(root_) && text.size() > root_.size() &&
      text[root_.size()] == '/') {
    entry.name = Symbol(std::string_view(entry.real).substr(root_.size() + 1));
  } else {
    entry.name = Symbol(entry.real);
  }
  return entry;
}

Symbol Paths::name(clang::FileID file) {
  return entry(file).name;
}
const std::string& Paths::real(clang::FileID file) {
  return entry(file).real;
}

Context::Context(clang::ASTContext& ast, const clang::Preprocessor& preprocessor,
                 const Options& options, facts::TuFacts& facts, const MacroCalls& macros)
    : ast_(ast),
      preprocessor_(preprocessor),
      options_(options),
      facts_(facts),
      macros_(macros),
      paths_(ast.getSourceManager(), options.root),
      policy_(ast.getLangOpts()) {
  policy_.SuppressTagKeyword = true;
  policy_.SuppressUnwrittenScope = true;
  policy_.AnonymousTagLocations = false;
  compat::suppress_inline_namespaces(policy_);
  policy_.Bool = true;
}

facts::Location Context::location(SourceRange range) {
  facts::Location out;
  if (range.isInvalid()) return out;
  const clang::SourceManager& sm = sources();
  const clang::CharSourceRange expanded = sm.getExpansionRange(range);
  const SourceLocation begin = expanded.getBegin();
  SourceLocation end = expanded.getEnd();
  if (expanded.isTokenRange()) {
    const SourceLocation past = clang::Lexer::getLocForEndOfToken(end, 0, sm, ast_.getLangOpts());
    if (past.isValid()) end = past;
  }
  const auto [begin_file, begin_offset] = sm.getDecomposedLoc(begin);
  auto [end_file, end_offset] = sm.getDecomposedLoc(end);
  if (end_file != begin_file) end_file = begin_file, end_offset = begin_offset;
  out.file = paths_.name(begin_file);
  out.line = sm.getLineNumber(begin_file, begin_offset);
  out.column = sm.getColumnNumber(begin_file, begin_offset);
  out.end_line = sm.getLineNumber(end_file, end_offset);
  out.end_column = sm.getColumnNumber(end_file, end_offset);

  if (!range.getBegin().isMacroID()) return out;
  // Arguments that one macro's body passes to another were not written by the user.
  SourceLocation written = range.getBegin();
  while (sm.isMacroArgExpansion(written)) written = sm.getImmediateSpellingLoc(written);
  out.macro_use = written.isMacroID() ? facts::MacroUse::body : facts::MacroUse::argument;
  llvm::SmallString<64> buffer;
  out.macro =
      Symbol(std::string_view(clang::Lexer::getSpelling(begin, buffer, sm, ast_.getLangOpts())));
  const SourceLocation spelling = sm.getSpellingLoc(range.getBegin());
  if (spelling.isValid() && spelling != begin) {
    const auto [file, offset] = sm.getDecomposedLoc(spelling);
    if (Symbol name = paths_.name(file)) {  // pasted tokens live in no file
      out.spelling_file = name;
      out.spelling_line = sm.getLineNumber(file, offset);
      out.spelling_column = sm.getColumnNumber(file, offset);
    }
  }
  return out;
}

namespace {

// Whether `rest`, the end of a line and all behind it, is a semicolon and at most a comment.
bool ends_the_line(llvm::StringRef rest, bool& crlf) {
  rest = rest.ltrim(" \t");
  if (!rest.consume_front(";")) return false;
  const size_t end = rest.find('\n');
  if (end == llvm::StringRef::npos) return false;
  llvm::StringRef tail = rest.take_front(end);
  crlf = tail.consume_back("\r");
  tail = tail.trim(" \t");
  if (tail.ends_with("\\")) return false;
  if (tail.empty() || tail.starts_with("//")) return true;
  return tail.starts_with("/*") && tail.find("*/", 2) == tail.size() - 2;
}

}  // namespace

OwnLines Context::own_lines(SourceRange statement) const {
  const SourceLocation begin = statement.getBegin();
  const SourceLocation end = statement.getEnd();
  if (!begin.isFileID() || !end.isFileID()) return {};
  const clang::SourceManager& sm = sources();
  const auto [file, first] = sm.getDecomposedLoc(begin);
  const auto [end_file, last] =
      sm.getDecomposedLoc(clang::Lexer::getLocForEndOfToken(end, 0, sm, ast_.getLangOpts()));
  if (file != end_file || last < first) return {};
  const llvm::StringRef text = sm.getBufferData(file);
  const llvm::StringRef before = text.take_front(first);
  const llvm::StringRef indent = before.substr(before.rfind('\n') + 1);
  const bool spaces = indent.find_first_not_of(' ') == llvm::StringRef::npos;
  const bool tabs = indent.find_first_not_of('\t') == llvm::StringRef::npos;
  bool crlf = false;
  if ((!spaces && !tabs) || !ends_the_line(text.substr(last), crlf)) return {};
  return {.own = true, .tabs = !spaces, .crlf = crlf};
}

bool Context::in_system(SourceLocation where) const {
  if (where.isInvalid()) return true;
  const SourceLocation expansion = sources().getExpansionLoc(where);
  return sources().isInSystemHeader(expansion) || sources().isWrittenInBuiltinFile(expansion) ||
         sources().isWrittenInCommandLineFile(expansion);
}

bool Context::in_main_file(SourceLocation where) const {
  return sources().isInMainFile(sources().getExpansionLoc(where));
}

Symbol Context::header(SourceLocation where) {
  if (in_system(where) || in_main_file(where)) return {};
  return paths_.name(sources().getFileID(sources().getExpansionLoc(where)));
}

namespace {

std::string on_one_line(llvm::StringRef text) {
  std::string out;
  for (const char c : text.substr(0, 400)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

std::string Context::source_text(SourceRange range) const {
  if (range.isInvalid()) return {};
  const clang::CharSourceRange expanded = sources().getExpansionRange(range);
  bool invalid = false;
  const llvm::StringRef text =
      clang::Lexer::getSourceText(expanded, sources(), ast_.getLangOpts(), &invalid);
  return invalid ? std::string() : on_one_line(text);
}

std::string Context::printed_text(const clang::Stmt* stmt) const {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stmt->printPretty(stream, nullptr, policy_);
  return on_one_line(text);
}

}  // namespace pool_audit::extract
