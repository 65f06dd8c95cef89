// What every part of the extractor shares: names, identities, locations, types, and the facts that
// grow. One Context serves one translation unit.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>

#include <functional>
#include <string>
#include <vector>

#include "checks/extract/extract.h"
#include "checks/extract/macro_calls.h"
#include "checks/facts/facts.h"

namespace pool_audit::extract {

// Maps clang's files to the paths that facts carry.
class Paths {
 public:
  Paths(const clang::SourceManager& sources, std::string root)
      : sources_(sources), root_(std::move(root)) {}

  // Root-relative or absolute real path; empty for buffers that are no file.
  Symbol name(clang::FileID file);
  // Absolute real path.
  const std::string& real(clang::FileID file);

 private:
  struct Entry {
    std::string real;
    Symbol name;
  };
  const Entry& entry(clang::FileID file);

  const clang::SourceManager& sources_;
  std::string root_;
  llvm::DenseMap<clang::FileID, Entry> entries_;
};

// How a statement stands on its lines.
struct OwnLines {
  bool own = false;   // nothing else but white space and a comment behind it
  bool tabs = false;  // it is indented by tabs, not by spaces
  bool crlf = false;  // its last line ends as on Windows
};

class Context {
 public:
  Context(clang::ASTContext& ast, const clang::Preprocessor& preprocessor, const Options& options,
          facts::TuFacts& facts, const MacroCalls& macros);

  const MacroCalls& macros() const { return macros_; }
  clang::ASTContext& ast() { return ast_; }
  const clang::SourceManager& sources() const { return ast_.getSourceManager(); }
  const clang::Preprocessor& preprocessor() const { return preprocessor_; }
  const Options& options() const { return options_; }
  facts::TuFacts& facts() { return facts_; }
  Paths& paths() { return paths_; }

  // ---- where (context.cc)
  facts::Location location(clang::SourceRange range);
  // Whether the lines of a statement, given without its semicolon, hold nothing else but white
  // space and a comment behind it. Not so for what a macro writes.
  OwnLines own_lines(clang::SourceRange statement) const;
  bool in_system(clang::SourceLocation where) const;
  bool in_main_file(clang::SourceLocation where) const;
  // The file of the header that `where` is in; empty for the main file and system headers.
  Symbol header(clang::SourceLocation where);
  std::string source_text(clang::SourceRange range) const;  // on one line, spaces folded
  std::string printed_text(const clang::Stmt* stmt) const;  // the same from the syntax tree

  // ---- who (ids.cc)
  Symbol id(const clang::NamedDecl* decl);
  Symbol name(const clang::NamedDecl* decl);  // qualified, without template arguments
  facts::Linkage linkage(const clang::NamedDecl* decl);

  // ---- what (declarations.cc); each adds the fact the first time and is cheap after that
  facts::TypeId type(clang::QualType type);
  // `whole` asks for the fields too; without it a shell with name and size will do.
  Symbol record(const clang::RecordDecl* decl, bool whole);
  Symbol function(const clang::FunctionDecl* decl);
  Symbol variable(const clang::VarDecl* decl);
  Symbol field(const clang::FieldDecl* decl);
  // Marks the record behind pointers, references and arrays of `type` as wanted with its fields.
  void want_pointee(clang::QualType type);
  // The fact of a function already added, to complete it.
  facts::Function& function_fact(Symbol id);
  void add_function(facts::Function function);  // initialisers
  void set_initializer(Symbol variable, Symbol function);
  // Works off the records wanted so far and sorts everything.
  void finish();

  // Whether an exception can leave a call of it, by its declaration and the language options.
  bool may_throw(const clang::FunctionDecl* decl) const;

  std::vector<facts::Annotation> annotations(const clang::Decl* decl);
  Symbol documentation(const clang::Decl* decl);

 private:
  void fill_record(const clang::RecordDecl* decl, facts::Record& record);
  Symbol id_of_tag(const clang::TagDecl* tag);
  Symbol local_id(const clang::NamedDecl* decl);

  clang::ASTContext& ast_;
  const clang::Preprocessor& preprocessor_;
  const Options& options_;
  facts::TuFacts& facts_;
  const MacroCalls& macros_;
  Paths paths_;
  clang::PrintingPolicy policy_;
  llvm::DenseMap<const clang::Decl*, Symbol> ids_;
  llvm::DenseMap<const clang::Decl*, Symbol> names_;
  llvm::DenseMap<const clang::Type*, facts::TypeId> types_;
  llvm::DenseMap<const clang::Decl*, uint32_t> records_;  // index into facts().records
  llvm::DenseMap<uint32_t, uint32_t> functions_;          // by raw id: index into facts().functions
  llvm::DenseMap<const clang::Decl*, Symbol> function_ids_;
  llvm::DenseMap<uint32_t, uint32_t> variables_;  // by raw id
  llvm::DenseSet<const clang::Decl*> whole_;
  std::vector<const clang::RecordDecl*> wanted_;
  llvm::DenseMap<uint32_t, uint32_t> local_counts_;
  llvm::DenseMap<std::pair<uint32_t, unsigned>, Symbol> local_ids_;  // by name and raw location
};

// The declaration as the source has it: a template's pattern instead of an instantiation of it.
const clang::FunctionDecl* pattern_of(const clang::FunctionDecl* decl);
const clang::FieldDecl* pattern_of(const clang::FieldDecl* decl);
const clang::VarDecl* pattern_of(const clang::VarDecl* decl);

}  // namespace pool_audit::extract
