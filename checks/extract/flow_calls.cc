// Calls, constructions and allocations as events.
#include <clang/AST/Attr.h>

#include "checks/extract/compat.h"
#include "checks/extract/constant_callee.h"
#include "checks/extract/flow_builder.h"

namespace pool_audit::extract {

using clang::cast;
using clang::dyn_cast;
using clang::Expr;
using clang::isa;
using clang::Stmt;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Place;
using facts::Root;

void FlowBuilder::resolve_callee(const clang::CallExpr* expr, Event& event) {
  const Expr* callee = expr->getCallee()->IgnoreParenImpCasts();
  if (const clang::FunctionDecl* direct = expr->getDirectCallee()) {
    event.callee = context_.function(direct);
    event.set(EventFlag::may_throw, context_.may_throw(direct));
    event.set(EventFlag::noreturn, direct->isNoReturn());
    if (const auto* method = dyn_cast<clang::CXXMethodDecl>(direct)) {
      const auto* member = dyn_cast<clang::MemberExpr>(callee);
      const bool qualified = member && member->hasQualifier();
      const bool final_class =
          method->getParent()->isEffectivelyFinal() || method->hasAttr<clang::FinalAttr>();
      event.set(EventFlag::virtual_, method->isVirtual() && !qualified && !final_class);
    }
    return;
  }
  if (const clang::FunctionDecl* constant = constant_callee(expr)) {
    event.callee = context_.function(constant);
    event.set(EventFlag::may_throw, context_.may_throw(constant));
    event.set(EventFlag::noreturn, constant->isNoReturn());
    return;
  }
  event.set(EventFlag::may_throw, ast_.getLangOpts().CXXExceptions);
  const auto resolved = compat::resolve_dependent_callee(ast_, expr);
  if (resolved.size() == 1) {
    if (const clang::FunctionDecl* function = resolved.front()->getAsFunction()) {
      event.callee = context_.function(function);
      event.set(EventFlag::unresolved);
      return;
    }
  }
  if (const auto* member = dyn_cast<clang::CXXDependentScopeMemberExpr>(callee)) {
    event.callee = Symbol(member->getMember().getAsString());
    event.set(EventFlag::unresolved);
    return;
  }
  if (const auto* overloads = dyn_cast<clang::OverloadExpr>(callee)) {
    event.callee = Symbol(overloads->getName().getAsString());
    event.set(EventFlag::unresolved);
    return;
  }
  if (const auto* name = dyn_cast<clang::DependentScopeDeclRefExpr>(callee)) {
    event.callee = Symbol(name->getDeclName().getAsString());
    event.set(EventFlag::unresolved);
    return;
  }
  if (const auto* pseudo = dyn_cast<clang::CXXPseudoDestructorExpr>(callee)) {
    event.callee = Symbol("~" + pseudo->getDestroyedType().getAsString());
    event.object = pseudo->isArrow() ? operand(pseudo->getBase()) : bind(pseudo->getBase());
    event.set(EventFlag::unresolved);
    return;
  }
  event.set(EventFlag::indirect);
}

namespace {

// The type of a parameter that a template declares as `T *`: what its argument is cast to tells for
// which T it was instantiated. Null for all others.
clang::QualType deduced_pointer(const clang::FunctionDecl& callee, unsigned index) {
  const clang::FunctionTemplateDecl* primary = callee.getPrimaryTemplate();
  if (primary == nullptr || index >= callee.getNumParams()) return {};
  const clang::FunctionDecl* pattern = primary->getTemplatedDecl();
  if (pattern->getNumParams() != callee.getNumParams()) return {};  // a pack
  const clang::QualType declared = pattern->getParamDecl(index)->getType();
  const bool pointer =
      declared->isPointerType() && declared->getPointeeType()->isTemplateTypeParmType();
  return pointer ? callee.getParamDecl(index)->getType() : clang::QualType();
}

}  // namespace

void FlowBuilder::call(const clang::CallExpr* expr) {
  const clang::FunctionDecl* direct = expr->getDirectCallee();
  if (direct && direct->getBuiltinID() != 0 && direct->getIdentifier()) {
    const llvm::StringRef name = direct->getName();
    if (name == "__builtin_expect" || name == "__builtin_launder" ||
        name == "__builtin_addressof" || name == "__builtin_assume_aligned" ||
        name == "__builtin_constant_p" || name == "__builtin_prefetch") {
      return;
    }
  }
  if (direct && direct->isInStdNamespace() && direct->getIdentifier() && expr->getNumArgs() == 1) {
    const llvm::StringRef name = direct->getName();
    if (name == "move" || name == "forward" || name == "as_const" || name == "addressof" ||
        name == "launder" || name == "move_if_noexcept") {
      return;  // they are their argument (see value())
    }
  }
  const auto* pseudo =
      dyn_cast<clang::CXXPseudoDestructorExpr>(expr->getCallee()->IgnoreParenImpCasts());
  if (pseudo && !pseudo->getDestroyedType()->isDependentType()) return;  // `p->~int()` is nothing
  Event event;
  event.kind = EventKind::call;
  resolve_callee(expr, event);
  unsigned first = 0;
  const Expr* callee = expr->getCallee()->IgnoreParenImpCasts();
  if (const auto* member = dyn_cast<clang::CXXMemberCallExpr>(expr)) {
    if (const Expr* object = member->getImplicitObjectArgument()) {
      event.object = object->getType()->isPointerType() ? operand(object) : bind(object);
      context_.want_pointee(object->getType());
      if (const auto* bound = dyn_cast<clang::BinaryOperator>(callee);
          bound && bound->isPtrMemOp()) {
        event.set(EventFlag::indirect);
      }
    }
  } else if (isa<clang::CXXOperatorCallExpr>(expr) && direct && isa<clang::CXXMethodDecl>(direct) &&
             expr->getNumArgs() >= 1 && !cast<clang::CXXMethodDecl>(direct)->isStatic()) {
    event.object = bind(expr->getArg(0));
    context_.want_pointee(expr->getArg(0)->getType());
    first = 1;
  } else if (const auto* dependent = dyn_cast<clang::CXXDependentScopeMemberExpr>(callee)) {
    if (!dependent->isImplicitAccess()) {
      event.object =
          dependent->isArrow() ? operand(dependent->getBase()) : bind(dependent->getBase());
    }
  } else if (const auto* unresolved = dyn_cast<clang::UnresolvedMemberExpr>(callee)) {
    if (unresolved->isImplicitAccess()) {
      event.object.place = this_place();
    } else {
      event.object =
          unresolved->isArrow() ? operand(unresolved->getBase()) : bind(unresolved->getBase());
    }
  } else if (const auto* plain_member = dyn_cast<clang::MemberExpr>(callee);
             plain_member && direct && isa<clang::CXXMethodDecl>(direct) &&
             !cast<clang::CXXMethodDecl>(direct)->isStatic()) {
    event.object =
        plain_member->isArrow() ? operand(plain_member->getBase()) : bind(plain_member->getBase());
  } else if (event.has(EventFlag::indirect)) {
    event.object = operand(expr->getCallee());
  } else if (const auto* method = dyn_cast_or_null<clang::CXXMethodDecl>(direct);
             method && method->isStatic() &&
             isa<clang::ClassTemplateSpecializationDecl>(method->getParent()) &&
             !method->getParent()->isDependentContext()) {
    event.object.type = context_.type(compat::tag_type(ast_, method->getParent()));
  }
  for (unsigned i = first; i < expr->getNumArgs(); ++i) {
    event.arguments.push_back(argument(expr->getArg(i)));
    if (direct && first == 0) {
      if (const clang::QualType type = deduced_pointer(*direct, i); !type.isNull()) {
        event.arguments.back().type = context_.type(type);
      }
    }
    context_.want_pointee(expr->getArg(i)->getType());
  }
  const clang::QualType result = expr->getType();
  if (!result->isVoidType()) {
    event.target = temp_of(expr);
    event.type = context_.type(expr->isGLValue() ? expr->getCallReturnType(ast_) : result);
    context_.want_pointee(result);
  }
  event.set(EventFlag::discarded, discarded_.contains(expr));
  event.set(EventFlag::void_cast, void_casts_.contains(expr));
  set_own_lines(expr, event);
  event.set(EventFlag::implicit, implicit_.contains(expr));
  event.location = context_.location(expr->getSourceRange());
  event.region = region_of(expr);
  block_->events.push_back(std::move(event));
}

void FlowBuilder::construct(const clang::CXXConstructExpr* expr) {
  const clang::CXXConstructorDecl* constructor = expr->getConstructor();
  if (expr->isElidable() && expr->getNumArgs() >= 1) return;
  const Place target = temp_of(expr);
  if (constructor->isTrivial() || constructor->isDefaulted()) {
    if (constructor->isCopyOrMoveConstructor() && expr->getNumArgs() >= 1 &&
        constructor->isTrivial()) {
      Place source = place(expr->getArg(0));
      if (source.root == Root::none) return;
      Event& event = emit(EventKind::assign, expr);
      event.target = target;
      event.set(EventFlag::initialize);
      event.set(EventFlag::move, constructor->isMoveConstructor());
      facts::Operand from;
      from.place = std::move(source);
      from.type = context_.type(expr->getType());
      event.arguments.push_back(std::move(from));
      return;
    }
    if (constructor->isTrivial()) return;
  }
  Event event;
  event.kind = EventKind::call;
  event.callee = context_.function(constructor);
  event.object.place = target;
  if (!target.steps.empty() && target.steps.back().kind == facts::StepKind::deref) {
    event.object.place.steps.pop_back();  // what `new` made: the pointer itself
  } else {
    event.object.address_of = true;
  }
  event.object.type = context_.type(ast_.getPointerType(expr->getType()));
  for (const Expr* passed : expr->arguments()) event.arguments.push_back(argument(passed));
  event.type = context_.type(expr->getType());
  context_.want_pointee(expr->getType());
  event.set(EventFlag::may_throw, context_.may_throw(constructor));
  event.set(EventFlag::discarded, discarded_.contains(expr));
  event.set(EventFlag::base_call,
            expr->getConstructionKind() == clang::CXXConstructionKind::NonVirtualBase ||
                expr->getConstructionKind() == clang::CXXConstructionKind::VirtualBase);
  event.location = context_.location(expr->getSourceRange());
  event.region = region_of(expr);
  block_->events.push_back(std::move(event));
}

void FlowBuilder::allocate(const clang::CXXNewExpr* expr) {
  Event event;
  event.kind = EventKind::new_;
  event.target = temp_of(expr);
  event.type = context_.type(expr->getType());
  context_.want_pointee(expr->getAllocatedType());
  event.set(EventFlag::array, expr->isArray());
  event.set(EventFlag::discarded, discarded_.contains(expr));
  event.set(EventFlag::void_cast, void_casts_.contains(expr));
  if (const clang::FunctionDecl* op = expr->getOperatorNew()) {
    event.callee = context_.function(op);
    // Classes with an operator new of their own repeat the form that takes the memory.
    event.set(EventFlag::placement,
              op->isReservedGlobalPlacementOperator() ||
                  (expr->getNumPlacementArgs() == 1 && op->getNumParams() == 2 &&
                   op->getParamDecl(1)->getType()->isVoidPointerType()));
    event.set(EventFlag::may_throw, context_.may_throw(op) && !event.has(EventFlag::placement));
  }
  // Which operator new it is shows with the type alone; what a pointer is passed to takes memory.
  if (!expr->getOperatorNew() && expr->getNumPlacementArgs() == 1) {
    event.set(EventFlag::placement, expr->getPlacementArg(0)->getType()->isPointerType());
  }
  for (unsigned i = 0; i < expr->getNumPlacementArgs(); ++i) {
    facts::Operand given = argument(expr->getPlacementArg(i));
    // In a template nothing is converted yet: memory is handed over by its address, not by a name.
    if (expr->isTypeDependent()) given.address_of = false;
    event.arguments.push_back(std::move(given));
  }
  event.location = context_.location(expr->getSourceRange());
  event.region = region_of(expr);
  block_->events.push_back(std::move(event));
}

}  // namespace pool_audit::extract
