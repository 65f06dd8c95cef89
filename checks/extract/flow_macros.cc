// Macros that are pool operations by themselves (pool_get(P, E)): one event for the invocation,
// with the expressions of its arguments, in place of what it expands to.
#include "checks/extract/flow_builder.h"

namespace pool_audit::extract {

using clang::dyn_cast;
using clang::Expr;
using clang::Stmt;

FlowBuilder::MacroUse& FlowBuilder::use_of(const MacroOrigin& origin) {
  MacroUse& use = macro_uses_[origin.name];
  if (!use.call) {
    use.call = origin.call;
    use.arguments.resize(origin.call->arguments.size());
  }
  return use;
}

// Called for each statement of the body, outer ones first.
void FlowBuilder::note_macro(const Stmt* stmt) {
  const clang::SourceManager& sm = context_.sources();
  const auto origins = macro_origins(sm, context_.macros(), stmt->getBeginLoc());
  if (origins.empty()) return;
  const auto* expr = dyn_cast<Expr>(stmt);
  if (!expr) {
    if (!origins.front().in_argument) use_of(origins.front()).is_statement = true;
    return;
  }
  for (const MacroOrigin& origin : origins) {
    MacroUse& use = use_of(origin);
    for (size_t i = 0; i < use.arguments.size(); ++i) {
      const MacroCall::Argument& argument = use.call->arguments[i];
      if (use.arguments[i] || !is_argument(sm, argument, expr->getBeginLoc(), expr->getEndLoc())) {
        continue;
      }
      use.arguments[i] = expr;
    }
  }
  if (origins.front().in_argument) return;
  MacroUse& use = use_of(origins.front());
  const MacroOrigin end = macro_origin(sm, context_.macros(), expr->getEndLoc());
  if (end.call != origins.front().call || use.whole || use.is_statement) return;
  use.whole = expr;
  if (!expr->getType()->isVoidType()) macro_values_.insert(strip(expr));
}

// True when `stmt` belongs to such an invocation, so that nothing else is to be said of it.
bool FlowBuilder::macro_event(const Stmt* stmt) {
  const MacroOrigin origin =
      macro_origin(context_.sources(), context_.macros(), stmt->getBeginLoc());
  if (!origin || origin.in_argument) return false;
  MacroUse* use = &use_of(origin);
  // The name of a function stands in front of its arguments, which are worked out first.
  const auto* expr = dyn_cast<Expr>(stmt);
  if (use->emitted || (expr && clang::isa<clang::DeclRefExpr>(expr->IgnoreParenImpCasts()) &&
                       expr->IgnoreParenImpCasts()->getType()->isFunctionType())) {
    return true;
  }
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
