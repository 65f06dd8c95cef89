#include "checks/extract/pointer_numbers.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Expr.h>

namespace pool_audit::extract {

using clang::Expr;
using llvm::dyn_cast;

namespace {

constexpr uint64_t kPageBytes = 4096;
constexpr int kMaxTerms = 16;

// What a small mask leaves of a pointer is its flags.
bool leaves_flags(const Expr* mask, const clang::ASTContext& ast) {
  clang::Expr::EvalResult result;
  return !mask->isValueDependent() && mask->EvaluateAsInt(result, ast) &&
         result.Val.getInt().ult(kPageBytes);
}

const Expr* pointer_in_sum(const Expr* expr, const clang::ASTContext& ast, int terms) {
  if (terms == 0) return nullptr;
  expr = expr->IgnoreParens();
  if (const auto* cast = dyn_cast<clang::CastExpr>(expr)) {
    if (cast->getCastKind() == clang::CK_PointerToIntegral) return cast->getSubExpr();
    return cast->getCastKind() == clang::CK_IntegralCast
               ? pointer_in_sum(cast->getSubExpr(), ast, terms - 1)
               : nullptr;
  }
  const auto* binary = dyn_cast<clang::BinaryOperator>(expr);
  if (!binary || !(binary->isAdditiveOp() || binary->isBitwiseOp()) ||
      !binary->getType()->isIntegralOrEnumerationType()) {
    return nullptr;
  }
  const Expr* left = pointer_in_sum(binary->getLHS(), ast, terms - 1);
  const Expr* right = pointer_in_sum(binary->getRHS(), ast, terms - 1);
  if ((left != nullptr) == (right != nullptr)) return nullptr;
  if (right && binary->getOpcode() == clang::BO_Sub) return nullptr;
  const Expr* other = left ? binary->getRHS() : binary->getLHS();
  if (binary->getOpcode() == clang::BO_And && leaves_flags(other, ast)) return nullptr;
  return left ? left : right;
}

}  // namespace

const Expr* pointer_in_number(const Expr* expr, const clang::ASTContext& ast) {
  return pointer_in_sum(expr, ast, kMaxTerms);
}

const Expr* without_flags(const Expr* expr, const clang::ASTContext& ast) {
  for (int terms = kMaxTerms; terms > 0; --terms) {
    const Expr* bare = expr->IgnoreParens();
    if (const auto* cast = dyn_cast<clang::CastExpr>(bare);
        cast && cast->getCastKind() == clang::CK_IntegralCast) {
      expr = cast->getSubExpr();
      continue;
    }
    const auto* binary = dyn_cast<clang::BinaryOperator>(bare);
    if (!binary || !(binary->isAdditiveOp() || binary->isBitwiseOp())) break;
    const Expr* mask = binary->getRHS();
    if (mask->isValueDependent() || !mask->isEvaluatable(ast)) break;
    if (binary->getOpcode() == clang::BO_And && leaves_flags(mask, ast)) break;
    expr = binary->getLHS();
  }
  return expr;
}

}  // namespace pool_audit::extract
