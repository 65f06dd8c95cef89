// CFG elements as events.
#include <clang/AST/Attr.h>

#include <optional>

#include "checks/extract/compat.h"
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

namespace {

facts::Operand constant(int64_t value) {
  facts::Operand out;
  out.place.root = Root::constant;
  out.place.value = value;
  return out;
}

// What `x += 2` and `x -= 2` add to x; nothing where that is no constant or another operator.
std::optional<int64_t> added(const clang::BinaryOperator* expr, const clang::ASTContext& ast) {
  const bool adds = expr->getOpcode() == clang::BO_AddAssign;
  const bool takes = expr->getOpcode() == clang::BO_SubAssign;
  const Expr* right = expr->getRHS();
  if ((!adds && !takes) || right->isInstantiationDependent()) return std::nullopt;
  if (!right->getType()->isIntegralOrEnumerationType()) return std::nullopt;
  const std::optional<llvm::APSInt> value = right->getIntegerConstantExpr(ast);
  if (!value || value->getSignificantBits() > 63) return std::nullopt;
  return adds ? value->getExtValue() : -value->getExtValue();
}

}  // namespace

int32_t FlowBuilder::region_of(const Stmt* stmt) const {
  if (!stmt) return -1;
  const auto found = regions_.find(stmt);
  return found == regions_.end() ? -1 : found->second;
}

void FlowBuilder::set_own_lines(const Stmt* stmt, Event& event) const {
  const auto found = own_lines_.find(stmt);
  if (found == own_lines_.end()) return;
  event.set(EventFlag::own_lines);
  event.set(EventFlag::tabs, found->second.tabs);
  event.set(EventFlag::crlf, found->second.crlf);
}

Event& FlowBuilder::emit(EventKind kind, const Stmt* where) {
  Event& event = block_->events.emplace_back();
  event.kind = kind;
  if (where) {
    event.location = context_.location(where->getSourceRange());
    event.region = region_of(where);
  }
  return event;
}

void FlowBuilder::element(const clang::CFGElement& element) {
  if (const auto stmt = element.getAs<clang::CFGStmt>()) {
    statement(stmt->getStmt());
    finish_arm(stmt->getStmt());
    return;
  }
  switch (element.getKind()) {
    case clang::CFGElement::NewAllocator:
      allocate(element.castAs<clang::CFGNewAllocator>().getAllocatorExpr());
      break;
    case clang::CFGElement::Initializer:
      initialize(element.castAs<clang::CFGInitializer>().getInitializer());
      break;
    case clang::CFGElement::AutomaticObjectDtor: {
      const auto dtor = element.castAs<clang::CFGAutomaticObjDtor>();
      const clang::VarDecl* variable = dtor.getVarDecl();
      // A reference that keeps a temporary alive: the temporary is what dies.
      const clang::QualType type = variable->getType().getNonReferenceType();
      destroy(variable_place(variable), type, dtor.getTriggerStmt());
      break;
    }
    case clang::CFGElement::TemporaryDtor: {
      const auto* bound = element.castAs<clang::CFGTemporaryDtor>().getBindTemporaryExpr();
      const Expr* made = strip(bound->getSubExpr());
      Place temporary = place(made);
      if (temporary.root == Root::none) temporary = temp_of(made);
      destroy(std::move(temporary), bound->getType(), bound);
      break;
    }
    case clang::CFGElement::MemberDtor: {
      const auto* field = element.castAs<clang::CFGMemberDtor>().getFieldDecl();
      Place member = this_place();
      member.steps.push_back({facts::StepKind::deref, {}, facts::kAnyElement});
      member.steps.push_back({facts::StepKind::field, context_.field(field), facts::kAnyElement});
      destroy(std::move(member), field->getType(), nullptr);
      break;
    }
    case clang::CFGElement::BaseDtor: {
      const auto* base = element.castAs<clang::CFGBaseDtor>().getBaseSpecifier();
      Place self = this_place();
      self.steps.push_back({facts::StepKind::deref, {}, facts::kAnyElement});
      destroy(std::move(self), base->getType(), nullptr);
      block_->events.back().set(EventFlag::base_call);
      break;
    }
    case clang::CFGElement::LifetimeEnds: {
      const auto ends = element.castAs<clang::CFGLifetimeEnds>();
      const clang::VarDecl* variable = ends.getVarDecl();
      if (!variable->getType()->isPointerType() && !variable->getType()->isRecordType()) break;
      if (variable->needsDestruction(ast_) != clang::QualType::DK_none) break;  // destroyed before
      emit(EventKind::end, ends.getTriggerStmt()).target = variable_place(variable);
      break;
    }
    case clang::CFGElement::CleanupFunction: {
      const auto cleanup = element.castAs<clang::CFGCleanupFunction>();
      Event& event = emit(EventKind::call, nullptr);
      event.callee = context_.function(cleanup.getFunctionDecl());
      event.set(EventFlag::implicit);
      facts::Operand address;
      address.place = variable_place(cleanup.getVarDecl());
      address.address_of = true;
      address.type = context_.type(ast_.getPointerType(cleanup.getVarDecl()->getType()));
      event.arguments.push_back(std::move(address));
      event.location = context_.location(cleanup.getVarDecl()->getSourceRange());
      break;
    }
    default:
      break;
  }
}

void FlowBuilder::destroy(Place what, clang::QualType type, const Stmt* trigger) {
  while (const auto* array = ast_.getAsArrayType(type)) type = array->getElementType();
  Event& event = emit(EventKind::destroy, trigger);
  event.target = std::move(what);
  event.type = context_.type(type);
  const auto* record = type->getAsCXXRecordDecl();
  if (!record || !record->hasDefinition()) return;
  context_.record(record, true);
  if (const clang::CXXDestructorDecl* destructor = record->getDestructor()) {
    event.callee = context_.function(destructor);
    event.set(EventFlag::may_throw, context_.may_throw(destructor));
  }
}

void FlowBuilder::statement(const Stmt* stmt) {
  if (macro_event(stmt)) return;
  dependent(stmt);
  switch (stmt->getStmtClass()) {
    case Stmt::CallExprClass:
    case Stmt::CXXMemberCallExprClass:
    case Stmt::CXXOperatorCallExprClass:
    case Stmt::UserDefinedLiteralClass:
    case Stmt::CUDAKernelCallExprClass:
      call(cast<clang::CallExpr>(stmt));
      break;
    case Stmt::CXXConstructExprClass:
    case Stmt::CXXTemporaryObjectExprClass:
      construct(cast<clang::CXXConstructExpr>(stmt));
      break;
    case Stmt::CXXDeleteExprClass: {
      const auto* expr = cast<clang::CXXDeleteExpr>(stmt);
      facts::Operand what = operand(expr->getArgument());
      Event& event = emit(EventKind::delete_, stmt);
      event.arguments.push_back(std::move(what));
      event.set(EventFlag::array, expr->isArrayForm());
      if (!expr->getDestroyedType().isNull()) {
        event.type = context_.type(expr->getDestroyedType());
        context_.want_pointee(expr->getDestroyedType());
        if (const auto* record = expr->getDestroyedType()->getAsCXXRecordDecl();
            record && record->hasDefinition() && record->getDestructor()) {
          event.set(EventFlag::may_throw, context_.may_throw(record->getDestructor()));
        }
      }
      if (const clang::FunctionDecl* op = expr->getOperatorDelete()) {
        event.callee = context_.function(op);
      }
      break;
    }
    case Stmt::BinaryOperatorClass:
    case Stmt::CompoundAssignOperatorClass:
      assign(cast<clang::BinaryOperator>(stmt));
      break;
    case Stmt::UnaryOperatorClass: {
      const auto* unary = cast<clang::UnaryOperator>(stmt);
      if (!unary->isIncrementDecrementOp()) break;
      Place target = place(unary->getSubExpr());
      if (target.root == Root::none) break;
      Event& event = emit(EventKind::assign, stmt);
      event.target = std::move(target);
      event.set(EventFlag::arithmetic);
      event.arguments.push_back(constant(unary->isIncrementOp() ? 1 : -1));
      break;
    }
    case Stmt::DeclStmtClass:
      declare(cast<clang::DeclStmt>(stmt));
      break;
    case Stmt::ReturnStmtClass: {
      const Expr* result = cast<clang::ReturnStmt>(stmt)->getRetValue();
      facts::Operand returned;
      if (result && !returned_test(result, stmt, returned)) returned = argument(result);
      Event& event = emit(EventKind::return_, stmt);
      if (result) event.arguments.push_back(std::move(returned));
      break;
    }
    case Stmt::CoreturnStmtClass: {
      const Expr* result = cast<clang::CoreturnStmt>(stmt)->getOperand();
      facts::Operand returned;
      if (result) {  // a value, though the promise may take it by reference
        returned.place = result->isGLValue() ? place(result) : argument(result).place;
        returned.type = context_.type(result->getType());
      }
      Event& event = emit(EventKind::return_, stmt);
      if (result) event.arguments.push_back(std::move(returned));
      break;
    }
    case Stmt::CXXThrowExprClass: {
      const Expr* thrown = cast<clang::CXXThrowExpr>(stmt)->getSubExpr();
      facts::Operand what;
      if (thrown) what = argument(thrown);
      Event& event = emit(EventKind::throw_, stmt);
      if (thrown) event.arguments.push_back(std::move(what));
      break;
    }
    case Stmt::LambdaExprClass:
      lambda(cast<clang::LambdaExpr>(stmt));
      break;
    case Stmt::InitListExprClass:
      list(cast<clang::InitListExpr>(stmt));
      break;
    case Stmt::CXXStdInitializerListExprClass:
      initializer_list(cast<clang::CXXStdInitializerListExpr>(stmt));
      break;
    case Stmt::ImplicitCastExprClass:
      read(cast<clang::ImplicitCastExpr>(stmt));
      break;
    case Stmt::AtomicExprClass:
      atomic(cast<clang::AtomicExpr>(stmt));
      break;
    case Stmt::CoawaitExprClass:
    case Stmt::CoyieldExprClass:
      suspend(cast<clang::CoroutineSuspendExpr>(stmt));
      break;
    default:
      break;
  }
}

void FlowBuilder::assign_value(const Place& target, const Expr* from, const Stmt* where,
                               bool initialize) {
  if (target.root == Root::none) return;
  const Expr* bare = strip(from);
  if (!bare) return;
  if (from->getType().isNull()) from = bare;
  // `bool ok = p != nullptr` stays a test of p.
  if (bare->getType()->isBooleanType() || bare->getType()->isIntegerType()) {
    facts::CompareOp op = facts::CompareOp::none;
    facts::Operand left;
    facts::Operand right;
    bool negated = false;
    const Expr* test = bare->IgnoreParenImpCasts();
    const bool comparison =
        isa<clang::BinaryOperator>(test) || isa<clang::UnaryOperator>(test) ||
        (bare->getType()->isBooleanType() && test->getType()->isAnyPointerType());
    if (comparison && compare(bare, op, left, right, negated) && op != facts::CompareOp::none) {
      Event& event = emit(EventKind::assign, where);
      event.target = target;
      event.compare = op;
      event.set(EventFlag::initialize, initialize);
      event.arguments.push_back(std::move(left));
      if (op == facts::CompareOp::truth && negated) {
        event.compare = facts::CompareOp::eq;
        event.arguments.push_back(zero_of(event.arguments.front()));
      } else if (op != facts::CompareOp::truth) {
        event.arguments.push_back(std::move(right));
      }
      return;
    }
  }
  // The elements of an array are assigned one by one (see list()).
  if (bare->getType()->isArrayType() && isa<clang::InitListExpr>(bare)) return;
  facts::Operand source = argument(from);
  if (!source.address_of && source.place == target) return;  // constructed in place
  Event& event = emit(EventKind::assign, where);
  event.target = target;
  event.set(EventFlag::initialize, initialize);
  event.set(EventFlag::move, from->isXValue());
  event.arguments.push_back(std::move(source));
}

// `return p != nullptr` is `bool t = p != nullptr; return t`. False when it returns no test.
bool FlowBuilder::returned_test(const Expr* result, const Stmt* where, facts::Operand& returned) {
  const Expr* bare = strip(result);
  if (!bare || bare->getType().isNull() || bare->isTypeDependent()) return false;
  if (!bare->getType()->isIntegralOrEnumerationType()) return false;
  const Expr* test = bare->IgnoreParenImpCasts();
  const auto* binary = dyn_cast<clang::BinaryOperator>(test);
  const auto* unary = dyn_cast<clang::UnaryOperator>(test);
  const bool of_pointer = bare->getType()->isBooleanType() && test->getType()->isAnyPointerType();
  if (!of_pointer && !(binary && binary->isComparisonOp()) &&
      !(unary && unary->getOpcode() == clang::UO_LNot)) {
    return false;
  }
  returned.place = temp_of(bare);
  returned.type = context_.type(bare->getType());
  assign_value(returned.place, bare, where, true);
  return true;
}

void FlowBuilder::assign(const clang::BinaryOperator* expr) {
  if (!expr->isAssignmentOp()) return;
  Place target = place(expr->getLHS());
  if (expr->isCompoundAssignmentOp()) {
    if (target.root == Root::none) return;
    Event& event = emit(EventKind::assign, expr);
    event.target = std::move(target);
    event.set(EventFlag::arithmetic);
    if (const auto amount = added(expr, ast_)) event.arguments.push_back(constant(*amount));
    return;
  }
  if (expr->getType()->isRecordType() && ast_.getLangOpts().CPlusPlus &&
      expr->getLHS()->isTypeDependent()) {
    return;
  }
  assign_value(target, expr->getRHS(), expr, false);
}

void FlowBuilder::declare(const clang::DeclStmt* stmt) {
  for (const clang::Decl* decl : stmt->decls()) {
    const auto* variable = dyn_cast<clang::VarDecl>(decl);
    if (!variable) continue;
    if (variable->hasGlobalStorage()) {
      if (!variable->isStaticLocal()) continue;
      Place target;
      target.root = Root::global;
      target.symbol = context_.variable(variable);
      if (variable->getInit()) assign_value(target, variable->getInit(), stmt, true);
      continue;
    }
    Place target;
    target.root = Root::local;
    target.index = local_index(variable);
    graph_.locals[target.index].region = region_of(stmt);
    if (const Expr* init = variable->getInit()) {
      if (variable->getType()->isReferenceType()) {
        facts::Operand address = bind(init);
        Event& event = emit(EventKind::assign, stmt);
        event.target = target;
        event.set(EventFlag::initialize);
        event.arguments.push_back(std::move(address));
        event.location = context_.location(variable->getSourceRange());
      } else {
        const size_t before = block_->events.size();
        assign_value(target, init, stmt, true);
        if (block_->events.size() > before) {
          block_->events.back().location = context_.location(variable->getSourceRange());
          set_own_lines(stmt, block_->events.back());
        }
      }
    }
    const bool destroyed = variable->needsDestruction(ast_) != clang::QualType::DK_none ||
                           variable->hasAttr<clang::CleanupAttr>() ||
                           (variable->getType()->isReferenceType() && variable->getInit() &&
                            isa<clang::ExprWithCleanups>(variable->getInit()));
    if (destroyed || !variable->getInit()) {
      Event& event = emit(EventKind::declare, stmt);
      event.target = std::move(target);
      event.type = context_.type(variable->getType());
      event.location = context_.location(variable->getSourceRange());
    }
  }
}

void FlowBuilder::lambda(const clang::LambdaExpr* expr) {
  Event event;
  event.kind = EventKind::lambda;
  event.target = temp_of(expr);
  event.callee = context_.function(expr->getCallOperator());
  event.type = context_.type(expr->getType());
  auto init = expr->capture_init_begin();
  for (const clang::LambdaCapture& capture : expr->captures()) {
    facts::Operand from;
    const Expr* value_expr = init != expr->capture_init_end() ? *init : nullptr;
    if (init != expr->capture_init_end()) ++init;
    if (capture.getCaptureKind() == clang::LCK_StarThis && value_expr) {
      from = bind(value_expr);  // `this` of the body points to the copy
    } else if (capture.capturesThis()) {
      from.place = this_place();
      from.type = value_expr ? context_.type(value_expr->getType()) : facts::kNoType;
    } else if (value_expr) {
      from = capture.getCaptureKind() == clang::LCK_ByRef ? bind(value_expr) : argument(value_expr);
    }
    event.arguments.push_back(std::move(from));
  }
  event.location = context_.location(expr->getIntroducerRange());
  event.region = region_of(expr);
  block_->events.push_back(std::move(event));
  lambdas_.push_back(expr);
}

void FlowBuilder::list(const clang::InitListExpr* expr) {
  const clang::InitListExpr* semantic = expr->isSemanticForm() ? expr : expr->getSemanticForm();
  if (!semantic || semantic->getNumInits() > kMaxListElements || rows_.contains(expr)) return;
  const auto* record = semantic->getType()->getAsRecordDecl();
  const bool array = semantic->getType()->isArrayType();
  if (!record && !array) return;
  const Place target = temp_of(expr);
  if (record) {
    unsigned index = 0;
    if (const auto* cxx = dyn_cast<clang::CXXRecordDecl>(record)) index = cxx->getNumBases();
    if (record->isUnion()) {
      const clang::FieldDecl* field = semantic->getInitializedFieldInUnion();
      if (!field || semantic->getNumInits() == 0) return;
      Place member = target;
      member.steps.push_back({facts::StepKind::field, context_.field(field), facts::kAnyElement});
      assign_value(member, semantic->getInit(0), semantic->getInit(0), true);
      return;
    }
    for (const clang::FieldDecl* field : record->fields()) {
      if (field->isUnnamedBitField()) continue;
      if (index >= semantic->getNumInits()) break;
      const Expr* init = semantic->getInit(index++);
      Place member = target;
      member.steps.push_back({facts::StepKind::field, context_.field(field), facts::kAnyElement});
      if (field->getType()->isReferenceType()) {
        facts::Operand address = bind(init);
        Event& event = emit(EventKind::assign, init);
        event.target = std::move(member);
        event.set(EventFlag::initialize);
        event.arguments.push_back(std::move(address));
      } else {
        assign_value(member, init, init, true);
      }
    }
    return;
  }
  for (unsigned i = 0; i < semantic->getNumInits(); ++i) {
    Place element = target;
    element.steps.push_back({facts::StepKind::element, {}, static_cast<int64_t>(i)});
    assign_value(element, semantic->getInit(i), semantic->getInit(i), true);
  }
}

// `std::initializer_list<T>{a, b}` is handed its elements, and whoever is handed the list has them.
void FlowBuilder::initializer_list(const clang::CXXStdInitializerListExpr* expr) {
  const auto* elements = dyn_cast_or_null<clang::InitListExpr>(strip(expr->getSubExpr()));
  if (!elements) return;
  std::vector<facts::Operand> arguments;
  for (const Expr* each : elements->inits()) {
    if (arguments.size() == kMaxListElements) break;
    arguments.push_back(argument(each));
  }
  Event& event = emit(EventKind::call, expr);
  event.target = temp_of(expr);
  event.callee = Symbol("std::initializer_list");
  event.type = context_.type(expr->getType());
  event.set(EventFlag::unresolved);
  event.set(EventFlag::implicit);
  event.arguments = std::move(arguments);
}

// A load through a pointer, a reference or a member of something is a use of that object.
void FlowBuilder::read(const clang::ImplicitCastExpr* expr) {
  if (expr->getCastKind() != clang::CK_LValueToRValue) return;
  Place source = place(expr->getSubExpr());
  if (source.root == Root::none || source.steps.empty()) return;
  Event& event = emit(EventKind::use, expr);
  event.target = std::move(source);
  event.type = context_.type(expr->getType());
}

void FlowBuilder::atomic(const clang::AtomicExpr* expr) {
  Event& event = emit(EventKind::call, expr);
  event.target = temp_of(expr);
  event.callee = Symbol("__atomic");
  event.type = context_.type(expr->getType());
  event.set(EventFlag::unresolved);
  const Stmt* as_stmt = expr;
  for (const Stmt* child : as_stmt->children()) {
    if (const auto* sub = dyn_cast_or_null<Expr>(child)) event.arguments.push_back(argument(sub));
  }
}

void FlowBuilder::suspend(const clang::CoroutineSuspendExpr* expr) {
  facts::Operand awaited = argument(expr->getOperand());
  Event& event = emit(EventKind::suspend, expr);
  event.target = temp_of(expr);
  event.arguments.push_back(std::move(awaited));
  event.type = context_.type(expr->getType());
  event.set(EventFlag::may_throw, ast_.getLangOpts().CXXExceptions);
}

void FlowBuilder::initialize(const clang::CXXCtorInitializer* initializer) {
  const Expr* init = initializer->getInit();
  if (!init) return;
  Place self = this_place();
  self.steps.push_back({facts::StepKind::deref, {}, facts::kAnyElement});
  if (const clang::FieldDecl* field = initializer->getAnyMember()) {
    Place member = self;
    member.steps.push_back({facts::StepKind::field, context_.field(field), facts::kAnyElement});
    if (field->getType()->isReferenceType()) {
      facts::Operand address = bind(init);
      Event& event = emit(EventKind::assign, init);
      event.target = std::move(member);
      event.set(EventFlag::initialize);
      event.arguments.push_back(std::move(address));
    } else {
      assign_value(member, init, init, true);
    }
  }
}

// The value of a conditional operator is written at the end of each of its arms.
void FlowBuilder::finish_arm(const Stmt* stmt) {
  const auto found = arms_.find(stmt);
  if (found == arms_.end()) return;
  const auto* arm = cast<Expr>(stmt);
  const Expr* whole = found->second;
  if (arm->getType()->isVoidType() || macro_values_.contains(whole)) return;
  const Place target = temp_of(whole);
  facts::Operand from = whole->isGLValue() ? bind(arm) : argument(arm);
  if (!from.address_of && from.place == target) return;
  Event& event = emit(EventKind::assign, arm);
  event.target = target;
  event.set(EventFlag::initialize);
  event.arguments.push_back(std::move(from));
}

}  // namespace pool_audit::extract
