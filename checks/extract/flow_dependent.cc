// What stands in a template and has no meaning before its parameters do: `T(p)`, `T t(p, 1)`,
// `out << p`. Whoever looks at it has to reckon with everything, as with a call that is not
// resolved.
#include <utility>

#include "checks/extract/flow_builder.h"

namespace pool_audit::extract {

using clang::dyn_cast;
using clang::Expr;
using clang::Stmt;
using facts::EventFlag;
using facts::EventKind;

namespace {

// Comparisons look; everything else may keep what it is given, and so may what is assigned to.
bool may_keep(const clang::BinaryOperator* expr) {
  if (expr->isAssignmentOp()) return true;
  return expr->isTypeDependent() && !expr->isLogicalOp() && !expr->isComparisonOp() &&
         !expr->isCommaOp() && !expr->isPtrMemOp();
}

}  // namespace

void FlowBuilder::dependent(const Stmt* stmt) {
  switch (stmt->getStmtClass()) {
    case Stmt::CXXUnresolvedConstructExprClass:
    case Stmt::ParenListExprClass:
      break;
    case Stmt::InitListExprClass: {
      // With a type that is known, its members and elements are assigned (see list()).
      const auto* list = clang::cast<clang::InitListExpr>(stmt);
      const clang::QualType type = list->getType();
      if (!type.isNull() && !type->isVoidType() && !type->isDependentType()) return;
      break;
    }
    case Stmt::BinaryOperatorClass:
    case Stmt::CompoundAssignOperatorClass: {
      const auto* binary = clang::cast<clang::BinaryOperator>(stmt);
      if (!binary->isTypeDependent() && !binary->getLHS()->isTypeDependent()) return;
      if (!may_keep(binary)) return;
      // Where the target has a place, `=` is an assignment as any other (see assign()).
      if (binary->getOpcode() == clang::BO_Assign &&
          place(binary->getLHS()).root != facts::Root::none)
        return;
      break;
    }
    default:
      return;
  }
  const auto* expr = clang::cast<Expr>(stmt);
  std::vector<facts::Operand> given;
  for (const Stmt* child : stmt->children()) {
    if (const auto* part = dyn_cast_or_null<Expr>(child)) given.push_back(argument(part));
  }
  if (given.empty()) return;
  facts::Event& event = emit(EventKind::call, expr);
  event.target = temp_of(expr);
  event.callee = Symbol(facts::kDependentCallee);
  // std::shared_ptr<T>(p): what is made is known, though not of what. It has the form of a
  // constructor.
  const bool made =
      clang::isa<clang::CXXUnresolvedConstructExpr>(expr) &&
      clang::isa<clang::TemplateSpecializationType>(expr->getType().getDesugaredType(ast_));
  if (made) {
    event.object.place = std::exchange(event.target, {});
    event.object.address_of = true;
    event.object.type = context_.type(ast_.getPointerType(expr->getType()));
  }
  event.set(EventFlag::unresolved);
  event.set(EventFlag::may_throw, ast_.getLangOpts().CXXExceptions);
  event.arguments = std::move(given);
  if (!expr->getType().isNull()) event.type = context_.type(expr->getType());
}

}  // namespace pool_audit::extract
