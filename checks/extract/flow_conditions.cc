// Branch conditions: what is compared with what, and what a condition reads.
#include <algorithm>

#include "checks/extract/flow_builder.h"

namespace pool_audit::extract {

using clang::dyn_cast;
using clang::Expr;
using clang::isa;
using clang::Stmt;
using facts::CompareOp;
using facts::Place;
using facts::Root;

namespace {

constexpr int kMaxNesting = 2000;  // what stands deeper is not looked at

CompareOp negate(CompareOp op) {
  switch (op) {
    case CompareOp::eq:
      return CompareOp::ne;
    case CompareOp::ne:
      return CompareOp::eq;
    case CompareOp::lt:
      return CompareOp::ge;
    case CompareOp::ge:
      return CompareOp::lt;
    case CompareOp::gt:
      return CompareOp::le;
    case CompareOp::le:
      return CompareOp::gt;
    default:
      return op;
  }
}

// Whether the expression is 0 or 1 by construction, whatever its type.
bool is_truth_value(const Expr* expr) {
  expr = expr->IgnoreParenImpCasts();
  if (const auto* unary = dyn_cast<clang::UnaryOperator>(expr)) {
    return unary->getOpcode() == clang::UO_LNot;
  }
  if (const auto* binary = dyn_cast<clang::BinaryOperator>(expr)) {
    return binary->isComparisonOp() || binary->isLogicalOp();
  }
  return expr->getType()->isBooleanType();
}

bool is_zero(const Expr* expr, const clang::ASTContext& ast) {
  if (expr->isValueDependent() || !expr->getType()->isIntegralOrEnumerationType()) return false;
  clang::Expr::EvalResult result;
  return expr->EvaluateAsInt(result, ast) && result.Val.getInt() == 0;
}

CompareOp compare_op(clang::BinaryOperatorKind kind) {
  switch (kind) {
    case clang::BO_EQ:
      return CompareOp::eq;
    case clang::BO_NE:
      return CompareOp::ne;
    case clang::BO_LT:
      return CompareOp::lt;
    case clang::BO_LE:
      return CompareOp::le;
    case clang::BO_GT:
      return CompareOp::gt;
    case clang::BO_GE:
      return CompareOp::ge;
    default:
      return CompareOp::none;
  }
}

}  // namespace

// Sees through `!`, casts to bool, __builtin_expect and `!!`. False when it is no simple test.
bool FlowBuilder::compare(const Expr* expr, CompareOp& op, facts::Operand& left,
                          facts::Operand& right, bool& negated) {
  for (int guard = 0; guard < 64; ++guard) {
    expr = strip(expr);
    if (!expr) return false;
    if (const auto* unary = dyn_cast<clang::UnaryOperator>(expr);
        unary && unary->getOpcode() == clang::UO_LNot) {
      negated = !negated;
      expr = unary->getSubExpr();
      continue;
    }
    if (const auto* castexpr = dyn_cast<clang::CastExpr>(expr)) {
      const auto kind = castexpr->getCastKind();
      if (kind == clang::CK_IntegralCast || kind == clang::CK_IntegralToBoolean ||
          kind == clang::CK_PointerToBoolean || kind == clang::CK_NoOp ||
          kind == clang::CK_UserDefinedConversion) {
        expr = castexpr->getSubExpr();
        if (kind == clang::CK_PointerToBoolean) {
          op = CompareOp::truth;
          left = operand(expr);
          return true;
        }
        continue;
      }
      break;
    }
    if (const auto* call = dyn_cast<clang::CallExpr>(expr)) {
      const clang::FunctionDecl* callee = call->getDirectCallee();
      if (callee && callee->getBuiltinID() != 0 && callee->getIdentifier() &&
          callee->getName() == "__builtin_expect") {
        expr = call->getArg(0);
        continue;
      }
    }
    // (x == y) != 0 is x == y, and (x == y) == 0 its opposite: what likely() and its kin write.
    if (const auto* outer = dyn_cast<clang::BinaryOperator>(expr);
        outer && outer->isEqualityOp() && is_truth_value(outer->getLHS()) &&
        is_zero(outer->getRHS(), ast_)) {
      if (outer->getOpcode() == clang::BO_EQ) negated = !negated;
      expr = outer->getLHS();
      continue;
    }
    break;
  }
  if (const auto* binary = dyn_cast<clang::BinaryOperator>(expr)) {
    op = compare_op(binary->getOpcode());
    if (op != CompareOp::none) {
      left = operand(binary->getLHS());
      right = operand(binary->getRHS());
      const auto is_constant = [](const facts::Operand& side) {
        return side.place.root == Root::null || side.place.root == Root::constant;
      };
      if (is_constant(left) && !is_constant(right)) {  // 0 == x reads x == 0
        std::swap(left, right);
        if (op == CompareOp::lt) {
          op = CompareOp::gt;
        } else if (op == CompareOp::gt) {
          op = CompareOp::lt;
        } else if (op == CompareOp::le) {
          op = CompareOp::ge;
        } else if (op == CompareOp::ge) {
          op = CompareOp::le;
        }
      }
      // (p = f()) != 0, and !!(x == y) != 0, are what they hold.
      if (negated) op = negate(op);
      negated = false;
      return true;
    }
    if (!binary->isAssignmentOp()) return false;
  }
  left = operand(expr);
  op = CompareOp::truth;
  return left.place.root != Root::none;
}

// What `!operand` compares with.
facts::Operand FlowBuilder::zero_of(const facts::Operand& operand) {
  const bool pointer = operand.type != facts::kNoType &&
                       context_.facts().types[operand.type].kind == facts::TypeKind::pointer;
  facts::Operand zero;
  zero.place.root = pointer ? Root::null : Root::constant;
  return zero;
}

facts::Condition FlowBuilder::condition(const Expr* expr) {
  facts::Condition out;
  bool negated = false;
  if (!compare(expr, out.op, out.left, out.right, negated)) out.op = CompareOp::none;
  // A negation that no comparison took up is one with zero.
  if (negated && out.op == CompareOp::truth) {
    out.op = CompareOp::eq;
    out.right = zero_of(out.left);
  }
  const Expr* bare = strip(expr);
  if (!bare) bare = expr;
  // What stands in a macro has the invocation for its source text, and so have its neighbours.
  const bool in_macro = bare->getBeginLoc().isMacroID() || bare->getEndLoc().isMacroID();
  out.text =
      Symbol(in_macro ? context_.printed_text(bare) : context_.source_text(bare->getSourceRange()));
  collect_reads(expr, out.reads, 0);
  return out;
}

void FlowBuilder::collect_reads(const Stmt* stmt, std::vector<Place>& reads, int depth) {
  if (!stmt || depth > kMaxNesting || reads.size() > 16 || isa<clang::LambdaExpr>(stmt)) return;
  if (const auto* load = dyn_cast<clang::ImplicitCastExpr>(stmt);
      load && load->getCastKind() == clang::CK_LValueToRValue) {
    Place source = place(load->getSubExpr());
    if (source.root != Root::none && std::ranges::find(reads, source) == reads.end()) {
      reads.push_back(std::move(source));
    }
  }
  for (const Stmt* child : stmt->children()) collect_reads(child, reads, depth + 1);
}

}  // namespace pool_audit::extract
