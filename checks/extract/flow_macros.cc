// Macros that are pool operations by themselves (pool_get(P, E)): one event for the invocation,
// with the expressions of its arguments, in place of what it expands to.
#include "checks/extract/flow_builder.h"

namespace pool_audit::extract {

using clang::dyn_cast;
using clang::Expr;
using clang::Stmt;

FlowBuilder::MacroUse* FlowBuilder::macro_use(clang::SourceLocation where) {
  if (!where.isMacroID() || context_.macros().empty()) return nullptr;
  const clang::SourceLocation expansion = context_.sources().getExpansionLoc(where);
  const auto call = context_.macros().find(expansion.getRawEncoding());
  if (call == context_.macros().end()) return nullptr;
  MacroUse& use = macro_uses_[expansion.getRawEncoding()];
  if (!use.call) {
    use.call = &call->second;
    use.arguments.resize(call->second.arguments.size());
  }
  return &use;
}

// Called for each statement of the body, outer ones first.
void FlowBuilder::note_macro(const Stmt* stmt) {
  const clang::SourceManager& sm = context_.sources();
  const auto* expr = dyn_cast<Expr>(stmt);
  if (!expr) {
    MacroUse* use = macro_use(stmt->getBeginLoc());
    if (use && !sm.isMacroArgExpansion(stmt->getBeginLoc())) use->is_statement = true;
    return;
  }
  MacroUse* use = macro_use(expr->getBeginLoc());
  if (!use || macro_use(expr->getEndLoc()) != use) return;
  const clang::SourceLocation first = sm.getSpellingLoc(expr->getBeginLoc());
  const clang::SourceLocation last = sm.getSpellingLoc(expr->getEndLoc());
  for (size_t i = 0; i < use->arguments.size(); ++i) {
    const MacroCall::Argument& argument = use->call->arguments[i];
    if (argument.first == first && argument.last == last) {
      if (!use->arguments[i]) use->arguments[i] = expr;
      return;
    }
  }
  if (!use->whole && !use->is_statement && !sm.isMacroArgExpansion(expr->getBeginLoc())) {
    use->whole = expr;
    if (!expr->getType()->isVoidType()) macro_values_.insert(strip(expr));
  }
}

// True when `stmt` belongs to such an invocation, so that nothing else is to be said of it.
bool FlowBuilder::macro_event(const Stmt* stmt) {
  MacroUse* use = macro_use(stmt->getBeginLoc());
  if (!use) return false;
  if (context_.sources().isMacroArgExpansion(stmt->getBeginLoc())) return false;
  if (use->emitted) return true;
  use->emitted = true;
  facts::Event event;
  event.kind = facts::EventKind::macro;
  event.callee = use->call->name;
  for (const Expr* argument : use->arguments) {
    event.arguments.push_back(argument ? this->argument(argument) : facts::Operand{});
    if (argument) context_.want_pointee(argument->getType());
  }
  if (use->whole && !use->whole->getType()->isVoidType()) {
    event.target = temp_of(strip(use->whole));
    event.type = context_.type(use->whole->getType());
  }
  event.location = context_.location(stmt->getSourceRange());
  event.region = region_of(stmt);
  block_->events.push_back(std::move(event));
  return true;
}

}  // namespace pool_audit::extract
