// Expressions as places and operands. Nothing here emits an event: values are looked up, and calls
// were translated before.
#include <clang/AST/Attr.h>

#include "checks/extract/compat.h"
#include "checks/extract/flow_builder.h"
#include "checks/extract/pointer_numbers.h"

namespace pool_audit::extract {

using clang::cast;
using clang::dyn_cast;
using clang::Expr;
using clang::isa;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::Step;
using facts::StepKind;

namespace {

constexpr int kMaxDepth = 200;  // deeper expressions have no value that anyone could follow

Place with(Place place, StepKind kind, Symbol field = {}, int64_t value = facts::kAnyElement) {
  place.steps.push_back({kind, field, value});
  return place;
}

Place deref(Place place) {
  if (place.root == Root::none) return place;
  return with(std::move(place), StepKind::deref);
}

// &*p is p, and the address of nothing is nothing.
Operand address_of(Place place) {
  Operand out;
  if (!place.steps.empty() && place.steps.back().kind == StepKind::deref) {
    place.steps.pop_back();
  } else {
    out.address_of = place.root != Root::none;
  }
  out.place = std::move(place);
  return out;
}

// What a pointer value points to: *&x is x.
Place pointee(Operand pointer) {
  if (pointer.address_of) return std::move(pointer.place);
  if (pointer.place.root == Root::null || pointer.place.root == Root::constant) return {};
  return deref(std::move(pointer.place));
}

bool is_move_like(const clang::CallExpr* call) {
  if (call->getNumArgs() != 1) return false;
  const clang::FunctionDecl* callee = call->getDirectCallee();
  if (!callee || !callee->isInStdNamespace() || !callee->getIdentifier()) return false;
  const llvm::StringRef name = callee->getName();
  return name == "move" || name == "forward" || name == "as_const" || name == "addressof" ||
         name == "launder" || name == "move_if_noexcept";
}

bool is_addressof(const clang::CallExpr* call) {
  return call->getDirectCallee()->getName() == "addressof";
}

}  // namespace

const Expr* strip(const Expr* expr) {
  while (expr) {
    if (const auto* list = dyn_cast<clang::ParenListExpr>(expr)) {  // dependent initialisers
      if (list->getNumExprs() != 1) return nullptr;
      expr = list->getExpr(0);
    } else if (const auto* full = dyn_cast<clang::FullExpr>(expr)) {
      expr = full->getSubExpr();
    } else if (const auto* paren = dyn_cast<clang::ParenExpr>(expr)) {
      expr = paren->getSubExpr();
    } else if (const auto* bound = dyn_cast<clang::CXXBindTemporaryExpr>(expr)) {
      expr = bound->getSubExpr();
    } else if (const auto* made = dyn_cast<clang::MaterializeTemporaryExpr>(expr)) {
      expr = made->getSubExpr();
    } else if (const auto* substituted = dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expr)) {
      expr = substituted->getReplacement();
    } else if (const auto* chosen = dyn_cast<clang::ChooseExpr>(expr)) {
      if (chosen->isConditionDependent()) return expr;
      expr = chosen->getChosenSubExpr();
    } else if (const auto* generic = dyn_cast<clang::GenericSelectionExpr>(expr)) {
      if (generic->isResultDependent()) return expr;
      expr = generic->getResultExpr();
    } else if (const auto* opaque = dyn_cast<clang::OpaqueValueExpr>(expr)) {
      if (!opaque->getSourceExpr()) return expr;
      expr = opaque->getSourceExpr();
    } else if (const auto* def = dyn_cast<clang::CXXDefaultArgExpr>(expr)) {
      expr = def->getExpr();
    } else if (const auto* init = dyn_cast<clang::CXXDefaultInitExpr>(expr)) {
      if (!init->getExpr()) return expr;
      expr = init->getExpr();
    } else if (const auto* unary = dyn_cast<clang::UnaryOperator>(expr);
               unary && (unary->getOpcode() == clang::UO_Extension ||
                         unary->getOpcode() == clang::UO_Plus)) {
      expr = unary->getSubExpr();
    } else if (const auto* comma = dyn_cast<clang::BinaryOperator>(expr);
               comma && comma->getOpcode() == clang::BO_Comma) {
      expr = comma->getRHS();
    } else {
      return expr;
    }
  }
  return expr;
}

uint32_t FlowBuilder::local_index(const clang::VarDecl* decl) {
  const auto [found, fresh] =
      locals_.try_emplace(decl, static_cast<uint32_t>(graph_.locals.size()));
  if (fresh) {
    facts::Local local;
    local.name = Symbol(std::string_view(decl->getName()));
    local.type = context_.type(decl->getType());
    local.location = context_.location(decl->getSourceRange());
    local.is_exception = decl->isExceptionVariable();
    context_.want_pointee(decl->getType());
    graph_.locals.push_back(std::move(local));
  }
  return locals_[decl];
}

Place FlowBuilder::this_place() {
  Place out;
  if (this_capture_ >= 0) {
    out.root = Root::capture;
    out.index = static_cast<uint32_t>(this_capture_);
  } else {
    out.root = Root::this_;
  }
  return out;
}

Place FlowBuilder::variable_place(const clang::ValueDecl* decl) {
  Place out;
  if (const auto found = captures_.find(decl); found != captures_.end()) {
    out.root = Root::capture;
    out.index = found->second;
    // A copy of what a reference is bound to is no reference any more.
    return graph_.captures[found->second].by_reference ? deref(std::move(out)) : out;
  }
  if (const auto* binding = dyn_cast<clang::BindingDecl>(decl)) {
    if (const clang::VarDecl* holding = binding->getHoldingVar()) return variable_place(holding);
    return binding->getBinding() ? place(binding->getBinding()) : out;
  }
  if (const auto* function = dyn_cast<clang::FunctionDecl>(decl)) {
    out.root = Root::function;
    out.symbol = context_.function(function);
    return out;
  }
  if (const auto* field = dyn_cast<clang::FieldDecl>(decl)) {  // &Record::member, and the like
    (void)field;
    return out;
  }
  const auto* variable = dyn_cast<clang::VarDecl>(decl);
  if (!variable) return out;
  if (variable->hasGlobalStorage()) {
    out.root = Root::global;
    out.symbol = context_.variable(variable);
  } else {
    out.root = Root::local;
    out.index = local_index(variable);
  }
  if (decl->getType()->isReferenceType()) return deref(std::move(out));
  return out;
}

Place FlowBuilder::temp_of(const Expr* expr) {
  if (const auto found = destinations_.find(expr); found != destinations_.end()) {
    return found->second;
  }
  const auto [found, fresh] = temps_.try_emplace(expr, graph_.temp_count);
  if (fresh) ++graph_.temp_count;
  Place out;
  out.root = Root::temp;
  out.index = found->second;
  return out;
}

Place FlowBuilder::place(const Expr* expr) {
  if (depth_ > kMaxDepth) return {};
  ++depth_;
  struct Leave {
    int& depth;
    ~Leave() { --depth; }
  } leave{depth_};

  expr = strip(expr);
  if (!expr) return {};
  if (macro_values_.contains(expr)) return temp_of(expr);
  if (const auto* ref = dyn_cast<clang::DeclRefExpr>(expr)) return variable_place(ref->getDecl());
  if (const auto* member = dyn_cast<clang::MemberExpr>(expr)) {
    const clang::ValueDecl* decl = member->getMemberDecl();
    const auto* field = dyn_cast<clang::FieldDecl>(decl);
    if (!field) return variable_place(decl);
    Place base = member->isArrow() ? pointee(operand(member->getBase())) : place(member->getBase());
    if (base.root == Root::none) return {};
    Place out = with(std::move(base), StepKind::field, context_.field(field));
    if (field->getType()->isReferenceType()) return deref(std::move(out));
    return out;
  }
  if (const auto* subscript = dyn_cast<clang::ArraySubscriptExpr>(expr)) {
    const Expr* base = subscript->getBase();
    int64_t index = facts::kAnyElement;
    clang::Expr::EvalResult result;
    const Expr* at = subscript->getIdx();
    if (!at->isValueDependent() && at->EvaluateAsInt(result, ast_) &&
        result.Val.getInt().isRepresentableByInt64()) {
      index = result.Val.getInt().getExtValue();
    }
    const Expr* bare = strip(base);
    if (const auto* decay = dyn_cast<clang::ImplicitCastExpr>(bare);
        decay && decay->getCastKind() == clang::CK_ArrayToPointerDecay) {
      Place array = place(decay->getSubExpr());
      if (array.root == Root::none) return {};
      return with(std::move(array), StepKind::element, {}, index);
    }
    Place target = pointee(operand(base));
    if (target.root == Root::none || index == 0) return target;
    return with(std::move(target), StepKind::element, {}, index);
  }
  if (const auto* unary = dyn_cast<clang::UnaryOperator>(expr)) {
    switch (unary->getOpcode()) {
      case clang::UO_Deref:
        return pointee(operand(unary->getSubExpr()));
      case clang::UO_PreInc:
      case clang::UO_PreDec:
      case clang::UO_Real:
      case clang::UO_Imag:
        return place(unary->getSubExpr());
      default:
        return {};
    }
  }
  if (const auto* binary = dyn_cast<clang::BinaryOperator>(expr)) {
    if (binary->isAssignmentOp()) return place(binary->getLHS());
    return {};
  }
  if (const auto* castexpr = dyn_cast<clang::CastExpr>(expr)) {
    return place(castexpr->getSubExpr());
  }
  if (const auto* call = dyn_cast<clang::CallExpr>(expr)) {
    if (is_move_like(call) && !is_addressof(call)) return place(call->getArg(0));
    return expr->isGLValue() ? deref(temp_of(call)) : temp_of(call);
  }
  if (isa<clang::AbstractConditionalOperator>(expr)) {
    return expr->isGLValue() ? deref(temp_of(expr)) : temp_of(expr);
  }
  if (isa<clang::CoroutineSuspendExpr>(expr)) {
    return expr->isGLValue() ? deref(temp_of(expr)) : temp_of(expr);
  }
  if (const auto* statement = dyn_cast<clang::StmtExpr>(expr)) {
    const clang::CompoundStmt* body = statement->getSubStmt();
    if (!body->body_empty()) {
      if (const auto* last = dyn_cast<Expr>(body->body_back())) return place(last);
    }
    return {};
  }
  if (const auto* elided = dyn_cast<clang::CXXConstructExpr>(expr)) {
    if (elided->isElidable() && elided->getNumArgs() >= 1) return place(elided->getArg(0));
    return temp_of(expr);
  }
  if (const auto* literal = dyn_cast<clang::StringLiteral>(expr)) {
    constexpr unsigned kMostBytes = 200;  // names of pools are short; tables and pages are not kept
    Place out;
    out.root = Root::text;
    const bool plain = literal->getCharByteWidth() == 1 && literal->getByteLength() <= kMostBytes;
    if (plain) out.symbol = Symbol(std::string_view(literal->getString()));
    return out;
  }
  if (isa<clang::CXXThisExpr>(expr)) return this_place();
  if (isa<clang::CXXUnresolvedConstructExpr>(expr)) return temp_of(expr);
  if (const auto* member = dyn_cast<clang::CXXDependentScopeMemberExpr>(expr)) {
    const auto found = compat::resolve_dependent_member(ast_, member);
    if (found.size() == 1 && !member->isImplicitAccess()) {
      if (const auto* field = dyn_cast<clang::FieldDecl>(found.front())) {
        Place base =
            member->isArrow() ? pointee(operand(member->getBase())) : place(member->getBase());
        if (base.root == Root::none) return {};
        return with(std::move(base), StepKind::field, context_.field(field));
      }
    }
    return {};
  }
  if (const auto* init = dyn_cast<clang::InitListExpr>(expr);
      init && init->getNumInits() == 1 && expr->isGLValue()) {
    return place(init->getInit(0));
  }
  if (isa<clang::InitListExpr>(expr) || isa<clang::CXXTemporaryObjectExpr>(expr) ||
      isa<clang::LambdaExpr>(expr) || isa<clang::CompoundLiteralExpr>(expr) ||
      isa<clang::CXXScalarValueInitExpr>(expr) || isa<clang::CXXStdInitializerListExpr>(expr)) {
    if (const auto* literal = dyn_cast<clang::CompoundLiteralExpr>(expr)) {
      return temp_of(strip(literal->getInitializer()));
    }
    return temp_of(expr);
  }
  return {};
}

// Class prvalues and glvalues alike: the address of the object, as a reference would hold it.
Operand FlowBuilder::bind(const Expr* expr) {
  Operand out;
  const Expr* bare = strip(expr);
  if (!bare) return out;
  expr = bare;
  if (!bare->isGLValue() && !bare->getType()->isRecordType()) {
    out = value(bare);  // a scalar temporary: its value is all that matters
    out.type = context_.type(expr->getType());
    return out;
  }
  out = address_of(place(expr));
  out.type = context_.type(expr->getType());
  return out;
}

Operand FlowBuilder::operand(const Expr* expr) {
  if (expr->getType().isNull()) return {};
  Operand out = expr->isGLValue() ? address_of(place(expr)) : value(expr);
  if (!out.type) {
    const Expr* bare = strip(expr);
    while (const auto* implicit = dyn_cast_or_null<clang::CastExpr>(bare)) {
      if (implicit->getCastKind() == clang::CK_LValueToRValue) break;
      bare = strip(implicit->getSubExpr());
    }
    out.type = context_.type((bare ? bare : expr)->getType());
  }
  return out;
}

Operand FlowBuilder::argument(const Expr* expr) {
  if (expr->getType().isNull()) expr = strip(expr);
  if (!expr) return {};
  if (expr->isGLValue() && expr->isTypeDependent()) {
    // No conversion is known yet. Values are by far the rule for what a template passes around.
    Operand out;
    out.place = place(expr);
    out.type = context_.type(expr->getType());
    return out;
  }
  if (expr->isGLValue()) return bind(expr);
  if (expr->getType()->isRecordType()) {
    Operand out;
    out.place = place(expr);
    out.type = context_.type(expr->getType());
    return out;
  }
  return operand(expr);
}

Operand FlowBuilder::value(const Expr* expr) {
  if (depth_ > kMaxDepth) return {};
  ++depth_;
  struct Leave {
    int& depth;
    ~Leave() { --depth; }
  } leave{depth_};

  expr = strip(expr);
  Operand out;
  if (!expr) return out;
  if (macro_values_.contains(expr)) {
    out.place = temp_of(expr);
    return out;
  }
  if (expr->isGLValue()) {
    out.place = place(expr);
    return out;
  }
  if (isa<clang::CXXUnresolvedConstructExpr>(expr)) {
    out.place = temp_of(expr);
    return out;
  }
  if (const auto* cast_expr = dyn_cast<clang::CastExpr>(expr)) {
    const Expr* sub = cast_expr->getSubExpr();
    switch (cast_expr->getCastKind()) {
      case clang::CK_LValueToRValue:
        out.place = place(sub);
        return out;
      case clang::CK_NullToPointer:
      case clang::CK_NullToMemberPointer:
        out.place.root = Root::null;
        return out;
      case clang::CK_ArrayToPointerDecay: {
        Place array = place(sub);
        if (array.root == Root::none) return out;
        if (array.root == Root::text) {
          out.place = std::move(array);
          return out;
        }
        return address_of(with(std::move(array), StepKind::element, {}, 0));
      }
      case clang::CK_FunctionToPointerDecay:
      case clang::CK_BuiltinFnToFnPtr:
        out = address_of(place(sub));
        out.address_of = false;  // a function is its address
        return out;
      case clang::CK_UserDefinedConversion:
      case clang::CK_ConstructorConversion:
        return value(sub);
      case clang::CK_Dependent:  // of values, as argument() has it
        out.place = place(sub);
        return out;
      case clang::CK_IntegralToPointer: {
        Operand inner = value(without_flags(sub, ast_));
        if (inner.place.root == Root::constant && inner.place.value == 0) {
          out.place.root = Root::null;
          return out;
        }
        return inner;
      }
      default:
        if (sub->isGLValue() && !cast_expr->isGLValue() && sub->getType()->isRecordType()) {
          out.place = place(sub);
          return out;
        }
        return sub->isGLValue() ? bind(sub) : value(sub);
    }
  }
  if (const auto* unary = dyn_cast<clang::UnaryOperator>(expr)) {
    switch (unary->getOpcode()) {
      case clang::UO_AddrOf:
        return address_of(place(unary->getSubExpr()));
      case clang::UO_PreInc:
      case clang::UO_PreDec:
      case clang::UO_PostInc:
      case clang::UO_PostDec:
        out.place = place(unary->getSubExpr());
        return out;
      default:
        break;
    }
  }
  if (const auto* call = dyn_cast<clang::CallExpr>(expr)) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (is_move_like(call)) {
      return is_addressof(call) ? address_of(place(call->getArg(0))) : value(call->getArg(0));
    }
    if (callee && callee->getBuiltinID() != 0 && call->getNumArgs() >= 1 &&
        (callee->getName() == "__builtin_expect" || callee->getName() == "__builtin_launder" ||
         callee->getName() == "__builtin_assume_aligned" ||
         callee->getName() == "__builtin_addressof")) {
      return callee->getName() == "__builtin_addressof" ? bind(call->getArg(0))
                                                        : value(call->getArg(0));
    }
    out.place = temp_of(call);
    return out;
  }
  if (isa<clang::CXXThisExpr>(expr)) {
    out.place = this_place();
    return out;
  }
  if (isa<clang::CXXNullPtrLiteralExpr>(expr) || isa<clang::GNUNullExpr>(expr)) {
    out.place.root = Root::null;
    return out;
  }
  if (isa<clang::CXXNewExpr>(expr) || isa<clang::AtomicExpr>(expr) ||
      isa<clang::CoroutineSuspendExpr>(expr) || isa<clang::AbstractConditionalOperator>(expr) ||
      expr->getType()->isRecordType()) {
    out.place = place(expr);
    if (out.place.root == Root::none) out.place = temp_of(expr);
    return out;
  }
  if (const auto* statement = dyn_cast<clang::StmtExpr>(expr)) {
    const clang::CompoundStmt* body = statement->getSubStmt();
    if (!body->body_empty()) {
      if (const auto* last = dyn_cast<Expr>(body->body_back())) return operand(last);
    }
    return out;
  }
  if (const auto* init = dyn_cast<clang::InitListExpr>(expr); init && init->getNumInits() == 1) {
    return value(init->getInit(0));
  }
  if (isa<clang::ImplicitValueInitExpr>(expr) || isa<clang::CXXScalarValueInitExpr>(expr)) {
    out.place.root = expr->getType()->isAnyPointerType() ? Root::null : Root::constant;
    return out;
  }
  if (const auto* binary = dyn_cast<clang::BinaryOperator>(expr)) {
    if (binary->isAssignmentOp()) {
      out.place = place(binary->getLHS());
      return out;
    }
    if (const Expr* pointer = pointer_in_number(binary, ast_)) return value(pointer);
    // A pointer moved along its array still points into the same object.
    if (binary->isAdditiveOp() && binary->getType()->isPointerType()) {
      const Expr* pointer =
          binary->getLHS()->getType()->isPointerType() ? binary->getLHS() : binary->getRHS();
      Place target = pointee(value(pointer));
      if (target.root == Root::none) return out;
      // From one element of an array to another one.
      if (!target.steps.empty() && target.steps.back().kind == StepKind::element) {
        target.steps.back().value = facts::kAnyElement;
        return address_of(std::move(target));
      }
      return address_of(with(std::move(target), StepKind::element));
    }
  }
  if (!expr->isValueDependent() && expr->getType()->isIntegralOrEnumerationType()) {
    clang::Expr::EvalResult result;
    if (expr->EvaluateAsInt(result, ast_) && result.Val.getInt().isRepresentableByInt64()) {
      out.place.root = Root::constant;
      out.place.value = result.Val.getInt().getExtValue();
    }
  }
  return out;
}

}  // namespace pool_audit::extract
