#include "checks/extract/constant_callee.h"

#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>

namespace pool_audit::extract {

using clang::Expr;
using llvm::dyn_cast;
using llvm::isa;

namespace {

constexpr int kMaxSteps = 16;

// What the initialiser gives a variable that nothing can write to.
const Expr* constant_value(const clang::VarDecl* variable) {
  const clang::QualType type = variable->getType();
  const bool fixed = type.isConstQualified() && !type.isVolatileQualified();
  if (!fixed || isa<clang::ParmVarDecl>(variable)) return nullptr;
  const Expr* init = variable->getAnyInitializer();
  return init && !init->isInstantiationDependent() ? init : nullptr;
}

// The constant expression that stands where `expr` reads from; `steps` bounds the look-ups.
const Expr* constant_at(const Expr* expr, int steps);

// What a constant pointer points to, as the expression behind `&`.
const Expr* pointee(const Expr* pointer, int steps) {
  const Expr* value = constant_at(pointer, steps - 1);
  const auto* address =
      value ? dyn_cast<clang::UnaryOperator>(value->IgnoreParenImpCasts()) : nullptr;
  return address && address->getOpcode() == clang::UO_AddrOf ? address->getSubExpr() : nullptr;
}

const Expr* constant_at(const Expr* expr, int steps) {
  if (!expr || steps <= 0) return nullptr;
  expr = expr->IgnoreParenImpCasts();
  if (const auto* ref = dyn_cast<clang::DeclRefExpr>(expr)) {
    const auto* variable = dyn_cast<clang::VarDecl>(ref->getDecl());
    if (!variable) return expr;
    const Expr* init = constant_value(variable);
    if (!init || isa<clang::InitListExpr>(init->IgnoreParenImpCasts())) return init;
    return constant_at(init, steps - 1);
  }
  if (const auto* member = dyn_cast<clang::MemberExpr>(expr)) {
    const auto* field = dyn_cast<clang::FieldDecl>(member->getMemberDecl());
    if (!field || field->isMutable() || field->getParent()->isUnion()) return nullptr;
    const auto* record = dyn_cast<clang::CXXRecordDecl>(field->getParent());
    if (record && record->getNumBases() != 0) return nullptr;  // they come first in the list
    const Expr* base = member->getBase();
    if (member->isArrow()) base = pointee(base, steps);
    const Expr* whole = constant_at(base, steps - 1);
    const auto* list =
        whole ? dyn_cast<clang::InitListExpr>(whole->IgnoreParenImpCasts()) : nullptr;
    if (list && !list->isSemanticForm()) list = list->getSemanticForm();
    const unsigned index = field->getFieldIndex();
    if (!list || index >= list->getNumInits()) return nullptr;
    return constant_at(list->getInit(index), steps - 1);
  }
  if (isa<clang::InitListExpr>(expr)) return expr;
  const auto* unary = dyn_cast<clang::UnaryOperator>(expr);
  return unary && unary->getOpcode() == clang::UO_AddrOf ? expr : nullptr;
}

}  // namespace

const clang::FunctionDecl* constant_callee(const clang::CallExpr* call) {
  const Expr* callee = call->getCallee()->IgnoreParenImpCasts();
  if (callee->isInstantiationDependent()) return nullptr;
  if (const auto* deref = dyn_cast<clang::UnaryOperator>(callee);
      deref && deref->getOpcode() == clang::UO_Deref) {
    callee = deref->getSubExpr();  // (*f)(x) is f(x)
  }
  const Expr* value = constant_at(callee, kMaxSteps);
  if (const auto* address = dyn_cast_or_null<clang::UnaryOperator>(value)) {
    value = address->getSubExpr()->IgnoreParenImpCasts();
  }
  const auto* ref = dyn_cast_or_null<clang::DeclRefExpr>(value);
  return ref ? dyn_cast<clang::FunctionDecl>(ref->getDecl()) : nullptr;
}

}  // namespace pool_audit::extract
