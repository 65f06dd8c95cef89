// One function body becomes a flow graph.
//
//   body --clang::CFG--> elements --flow_events.cc--> events
//                        expressions --flow_values.cc--> places and operands
//                        terminators --flow_blocks.cc--> blocks, conditions, try regions
//
// The CFG holds every sub-expression as an element of its own, in evaluation order, so that each
// call has produced its temp before an expression above it asks for the value.
#pragma once

#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Analysis/CFG.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checks/extract/context.h"
#include "checks/facts/facts.h"

namespace pool_audit::extract {

// Tables of constants say nothing about pools; beyond this many elements a list is one of them.
inline constexpr unsigned kMaxListElements = 64;

class FlowBuilder {
 public:
  // `function` is the entity id of the graph. Lambdas met on the way are appended to `lambdas` with
  // the ids of their functions.
  using Lambdas = std::vector<const clang::LambdaExpr*>;
  FlowBuilder(Context& context, Symbol function, Lambdas& lambdas)
      : context_(context), ast_(context.ast()), lambdas_(lambdas) {
    graph_.function = function;
  }

  // The graph of a function's body; false when clang cannot build a CFG for it.
  bool build(const clang::FunctionDecl* decl);
  // The graph of a variable's dynamic initialisation.
  bool build_initializer(const clang::VarDecl* decl);

  facts::FlowGraph take() { return std::move(graph_); }

 private:
  // ---- flow_blocks.cc
  bool translate(const clang::Decl* decl, clang::Stmt* body, bool dependent);
  void forget_unmade_temps();
  void prepare(const clang::Stmt* body);
  void find_regions(const clang::Stmt* stmt, int32_t region);
  void note_destination(const clang::Expr* init, facts::Place place);
  void note_discarded(const clang::Stmt* stmt);
  void note_own_lines(const clang::CompoundStmt* block);
  void note_implicit(const clang::CXXForRangeStmt* loop);
  void translate_block(const clang::CFGBlock& from, facts::Block& to);
  void translate_terminator(const clang::CFGBlock& from, facts::Block& to);
  void translate_switch(const clang::CFGBlock& from, const clang::SwitchStmt* stmt,
                        facts::Block& to);
  facts::Condition condition(const clang::Expr* expr);
  facts::Operand zero_of(const facts::Operand& operand);
  void collect_reads(const clang::Stmt* stmt, std::vector<facts::Place>& reads, int depth);
  bool compare(const clang::Expr* expr, facts::CompareOp& op, facts::Operand& left,
               facts::Operand& right, bool& negated);
  uint32_t block_index(const clang::CFGBlock* block) const;
  int32_t region_of(const clang::Stmt* stmt) const;

  // ---- flow_events.cc
  void element(const clang::CFGElement& element);
  void statement(const clang::Stmt* stmt);
  void call(const clang::CallExpr* expr);
  void construct(const clang::CXXConstructExpr* expr);
  void allocate(const clang::CXXNewExpr* expr);
  void assign(const clang::BinaryOperator* expr);
  void declare(const clang::DeclStmt* stmt);
  void lambda(const clang::LambdaExpr* expr);
  void list(const clang::InitListExpr* expr);
  bool returned_test(const clang::Expr* result, const clang::Stmt* where, facts::Operand& returned);
  void initializer_list(const clang::CXXStdInitializerListExpr* expr);
  void read(const clang::ImplicitCastExpr* expr);
  void atomic(const clang::AtomicExpr* expr);
  void dependent(const clang::Stmt* stmt);
  void suspend(const clang::CoroutineSuspendExpr* expr);
  void initialize(const clang::CXXCtorInitializer* initializer);
  void destroy(facts::Place place, clang::QualType type, const clang::Stmt* trigger);
  void finish_arm(const clang::Stmt* stmt);
  void resolve_callee(const clang::CallExpr* expr, facts::Event& event);
  facts::Event& emit(facts::EventKind kind, const clang::Stmt* where);
  void set_own_lines(const clang::Stmt* stmt, facts::Event& event) const;
  void assign_value(const facts::Place& target, const clang::Expr* value, const clang::Stmt* where,
                    bool initialize);
  bool macro_event(const clang::Stmt* stmt);

  // ---- flow_values.cc
  facts::Place place(const clang::Expr* expr);      // of a glvalue
  facts::Operand operand(const clang::Expr* expr);  // value of a prvalue, address for a reference
  facts::Operand argument(const clang::Expr* expr);
  facts::Operand value(const clang::Expr* expr);
  facts::Place variable_place(const clang::ValueDecl* decl);
  facts::Place temp_of(const clang::Expr* expr);
  facts::Operand bind(const clang::Expr* expr);  // address of a glvalue or of a temporary
  uint32_t local_index(const clang::VarDecl* decl);
  facts::Place this_place();

  Context& context_;
  clang::ASTContext& ast_;
  Lambdas& lambdas_;
  facts::FlowGraph graph_;
  const clang::FunctionDecl* function_ = nullptr;
  const clang::CXXRecordDecl* closure_ = nullptr;  // set inside a lambda's body
  std::unique_ptr<clang::CFG> cfg_;
  facts::Block* block_ = nullptr;
  int depth_ = 0;  // of value recursion, bounded

  llvm::DenseMap<const clang::Decl*, uint32_t> locals_;
  llvm::DenseMap<const clang::ValueDecl*, uint32_t> captures_;
  int64_t this_capture_ = -1;
  llvm::DenseMap<const clang::Expr*, facts::Place> destinations_;  // where a result goes
  llvm::DenseMap<const clang::Expr*, uint32_t> temps_;
  llvm::DenseMap<const clang::Stmt*, const clang::Expr*> arms_;  // arm -> conditional operator
  llvm::DenseMap<const clang::Stmt*, int32_t> regions_;          // statements inside a try
  llvm::DenseMap<const clang::Stmt*, const clang::CXXTryStmt*> catches_;
  llvm::DenseSet<const clang::Expr*> discarded_;
  llvm::DenseSet<const clang::Expr*> void_casts_;
  llvm::DenseMap<const clang::Stmt*, OwnLines> own_lines_;  // calls and declarations
  llvm::DenseSet<const clang::Stmt*> values_;    // last statements of statement expressions
  llvm::DenseSet<const clang::Stmt*> implicit_;  // written by the compiler
  llvm::DenseSet<const clang::Stmt*> rows_;      // lists inside long lists
  llvm::DenseSet<const clang::Stmt*> written_;   // glvalues that are assigned rather than read
  llvm::DenseMap<unsigned, uint32_t> indices_;   // CFG block id -> index
  std::vector<const clang::CXXTryStmt*> tries_;  // by region

  // Invocations of macros that models name, by where they are expanded.
  struct MacroUse {
    const MacroCall* call = nullptr;
    const clang::Expr* whole = nullptr;         // the expression it expands to, if it is one
    std::vector<const clang::Expr*> arguments;  // null where an argument is no expression
    bool is_statement = false;                  // it has no value
    bool emitted = false;
  };
  MacroUse& use_of(const MacroOrigin& origin);
  void note_macro(const clang::Stmt* stmt);
  llvm::DenseMap<unsigned, MacroUse> macro_uses_;  // by raw expansion location
  llvm::DenseSet<const clang::Expr*> macro_values_;
};

// Strips what does not change a value: parentheses, casts that keep the pointer, cleanups,
// temporaries' wrappers, std::move and friends.
const clang::Expr* strip(const clang::Expr* expr);

}  // namespace pool_audit::extract
