// The CFG's blocks, terminators and try regions as those of the flow graph.
#include <clang/AST/Stmt.h>
#include <clang/AST/StmtCXX.h>

#include <algorithm>

#include "checks/extract/flow_builder.h"

namespace pool_audit::extract {

using clang::cast;
using clang::dyn_cast;
using clang::Expr;
using clang::isa;
using clang::Stmt;
using facts::CompareOp;
using facts::Place;
using facts::Root;
using facts::Terminator;

bool FlowBuilder::build(const clang::FunctionDecl* decl) {
  function_ = decl;
  Stmt* body = decl->getBody();
  if (!body) return false;
  if (const auto* coroutine = dyn_cast<clang::CoroutineBodyStmt>(body)) {
    body = coroutine->getBody();
  }
  for (const clang::ParmVarDecl* parameter : decl->parameters()) local_index(parameter);
  graph_.parameter_count = static_cast<uint32_t>(graph_.locals.size());
  if (const auto* method = dyn_cast<clang::CXXMethodDecl>(decl);
      method && method->getParent()->isLambda()) {
    closure_ = method->getParent();
    for (const clang::LambdaCapture& capture : closure_->captures()) {
      facts::Capture fact;
      fact.by_reference = capture.getCaptureKind() == clang::LCK_ByRef;
      if (capture.capturesThis()) {
        this_capture_ = static_cast<int64_t>(graph_.captures.size());
        fact.name = Symbol("this");
      } else if (capture.capturesVariable()) {
        const clang::ValueDecl* variable = capture.getCapturedVar();
        fact.name = Symbol(std::string_view(variable->getName()));
        fact.type = context_.type(variable->getType().getNonReferenceType());
        captures_.try_emplace(variable, static_cast<uint32_t>(graph_.captures.size()));
        context_.want_pointee(variable->getType());
      }
      graph_.captures.push_back(std::move(fact));
    }
  }
  return translate(decl, body, decl->isDependentContext());
}

bool FlowBuilder::build_initializer(const clang::VarDecl* decl) {
  auto* init = const_cast<Expr*>(decl->getInit());
  if (!init) return false;
  Place target;
  target.root = Root::global;
  target.symbol = context_.variable(decl);
  note_destination(init, target);
  if (!translate(decl, init, false)) return false;
  if (graph_.blocks.size() < 2) return false;
  // The last block before the exit is where the value is stored.
  for (size_t i = graph_.blocks.size() - 1; i-- > 0;) {
    facts::Block& last = graph_.blocks[i];
    if (last.terminator != Terminator::jump || last.successors.empty() ||
        last.successors[0] != graph_.blocks.size() - 1) {
      continue;
    }
    block_ = &last;
    if (decl->getType()->isReferenceType()) {
      facts::Event& event = emit(facts::EventKind::assign, init);
      event.target = target;
      event.set(facts::EventFlag::initialize);
      event.arguments.push_back(bind(init));
    } else {
      assign_value(target, init, init, true);
    }
  }
  return true;
}

bool FlowBuilder::translate(const clang::Decl* decl, Stmt* body, bool dependent) {
  clang::CFG::BuildOptions options;
  options.setAllAlwaysAdd();
  options.AddInitializers = true;
  options.AddCXXNewAllocator = true;
  options.AddImplicitDtors = !dependent;
  options.AddTemporaryDtors = !dependent;
  options.AddCXXDefaultInitExprInCtors = !dependent;
  options.AddLifetime = !dependent;
  options.AddStaticInitBranches = true;
  cfg_ = clang::CFG::buildCFG(decl, body, &ast_, options);
  if (!cfg_) return false;

  prepare(body);
  for (const auto& [made, written] : cfg_->synthetic_stmts()) {  // one for each of `Foo a, b;`
    const int32_t region = region_of(written);
    if (region >= 0) regions_[made] = region;
  }
  if (const auto* constructor = dyn_cast<clang::CXXConstructorDecl>(decl)) {
    for (const clang::CXXCtorInitializer* initializer : constructor->inits()) {
      prepare(initializer->getInit());
      Place target = this_place();
      target.steps.push_back({facts::StepKind::deref, {}, facts::kAnyElement});
      if (const clang::FieldDecl* field = initializer->getAnyMember()) {
        target.steps.push_back({facts::StepKind::field, context_.field(field), facts::kAnyElement});
        if (field->getType()->isReferenceType()) continue;
      }
      note_destination(initializer->getInit(), target);
    }
  }

  // Entry first, exit last, the rest in clang's order, which is roughly that of the source.
  std::vector<const clang::CFGBlock*> order;
  order.push_back(&cfg_->getEntry());
  for (auto it = cfg_->rbegin(); it != cfg_->rend(); ++it) {
    const clang::CFGBlock* each = *it;
    if (each != &cfg_->getEntry() && each != &cfg_->getExit()) order.push_back(each);
  }
  order.push_back(&cfg_->getExit());
  for (size_t i = 0; i < order.size(); ++i) {
    indices_[order[i]->getBlockID()] = static_cast<uint32_t>(i);
  }
  for (const clang::CFGBlock* each : order) {  // handlers, now that blocks have numbers
    const auto* handler = dyn_cast_or_null<clang::CXXCatchStmt>(each->getLabel());
    if (!handler) continue;
    const auto owner = catches_.find(handler);
    if (owner == catches_.end()) continue;
    const auto region = std::ranges::find(tries_, owner->second) - tries_.begin();
    facts::Handler fact;
    fact.block = block_index(each);
    if (handler->getExceptionDecl()) fact.type = context_.type(handler->getCaughtType());
    graph_.regions[static_cast<size_t>(region)].handlers.push_back(fact);
  }
  for (size_t i = 0; i < graph_.regions.size(); ++i) {  // in the order of the source
    const clang::CXXTryStmt* owner = tries_[i];
    std::ranges::sort(graph_.regions[i].handlers, {}, [&](const facts::Handler& handler) {
      for (unsigned n = 0; n < owner->getNumHandlers(); ++n) {
        if (order[handler.block]->getLabel() == owner->getHandler(n)) return n;
      }
      return owner->getNumHandlers();
    });
  }
  graph_.blocks.resize(order.size());
  for (size_t i = 0; i < order.size(); ++i) translate_block(*order[i], graph_.blocks[i]);
  graph_.blocks.back().terminator = Terminator::exit;
  graph_.blocks.back().successors.clear();
  block_ = nullptr;
  forget_unmade_temps();
  return true;
}

// Some results have no event: default arguments, and what a macro event stands for. Their values
// are unknown, rather than temps that nobody ever writes.
void FlowBuilder::forget_unmade_temps() {
  std::vector<bool> made(graph_.temp_count);
  const auto note = [&](const Place& place) {
    if (place.root == Root::temp) made[place.index] = true;
  };
  for (const facts::Block& block : graph_.blocks) {
    for (const facts::Event& event : block.events) {
      note(event.target);
      note(event.object.place);  // a constructor's; other objects are made where they are declared
      for (const facts::Operand& argument : event.arguments) {
        if (argument.address_of) note(argument.place);
      }
    }
  }
  const auto unmade = [&](const facts::Operand& operand) {
    return operand.place.root == Root::temp && !made[operand.place.index];
  };
  for (facts::Block& block : graph_.blocks) {
    for (facts::Event& event : block.events) {
      for (facts::Operand& argument : event.arguments) {
        if (unmade(argument)) argument.place = {};
      }
    }
    facts::Condition& test = block.condition;
    if (!unmade(test.left) && !unmade(test.right)) continue;
    test.left = test.right = {};
    if (block.terminator == Terminator::branch) test.op = CompareOp::none;
  }
}

// One walk over the body: try regions, conditional operators, dropped results, destinations.
void FlowBuilder::prepare(const Stmt* body) {
  if (body) find_regions(body, -1);
}

void FlowBuilder::find_regions(const Stmt* root, int32_t outer) {
  std::vector<std::pair<const Stmt*, int32_t>> work{{root, outer}};
  while (!work.empty()) {
    const auto [stmt, region] = work.back();
    work.pop_back();
    if (region >= 0) regions_[stmt] = region;
    if (!context_.macros().empty()) note_macro(stmt);
    if (isa<clang::LambdaExpr>(stmt)) {
      for (const Expr* init : cast<clang::LambdaExpr>(stmt)->capture_inits()) {
        if (init) work.emplace_back(init, region);
      }
      continue;  // its body is a function of its own
    }
    if (const auto* attempt = dyn_cast<clang::CXXTryStmt>(stmt)) {
      const auto inner = static_cast<int32_t>(graph_.regions.size());
      graph_.regions.push_back({region, {}});
      tries_.push_back(attempt);
      for (unsigned i = 0; i < attempt->getNumHandlers(); ++i) {
        catches_[attempt->getHandler(i)] = attempt;
        work.emplace_back(attempt->getHandler(i), region);
      }
      work.emplace_back(attempt->getTryBlock(), inner);
      continue;
    }
    if (const auto* choice = dyn_cast<clang::AbstractConditionalOperator>(stmt)) {
      // Of `a ?: b` the first arm is the tested value itself, computed ahead of the branch.
      const auto* elvis = dyn_cast<clang::BinaryConditionalOperator>(choice);
      for (const Expr* arm :
           {elvis ? elvis->getCommon() : choice->getTrueExpr(), choice->getFalseExpr()}) {
        // The CFG's element is the arm without its parentheses.
        arms_[arm->IgnoreParens()] = choice;
      }
    } else if (const auto* statement = dyn_cast<clang::DeclStmt>(stmt)) {
      for (const clang::Decl* decl : statement->decls()) {
        const auto* variable = dyn_cast<clang::VarDecl>(decl);
        if (!variable || !variable->getInit() || variable->getType()->isReferenceType()) continue;
        Place target;
        if (variable->isStaticLocal()) {
          target.root = Root::global;
          target.symbol = context_.variable(variable);
        } else if (!variable->hasGlobalStorage()) {
          target.root = Root::local;
          target.index = local_index(variable);
        } else {
          continue;
        }
        note_destination(variable->getInit(), std::move(target));
      }
    } else if (const auto* allocation = dyn_cast<clang::CXXNewExpr>(stmt)) {
      if (allocation->getInitializer() && !allocation->isArray()) {
        Place target = temp_of(allocation);
        target.steps.push_back({facts::StepKind::deref, {}, facts::kAnyElement});
        note_destination(allocation->getInitializer(), std::move(target));
      }
    } else if (const auto* loop = dyn_cast<clang::CXXForRangeStmt>(stmt)) {
      note_implicit(loop);
    } else if (const auto* statement_expr = dyn_cast<clang::StmtExpr>(stmt)) {
      const clang::CompoundStmt* compound = statement_expr->getSubStmt();
      if (!compound->body_empty()) values_.insert(compound->body_back());
    }
    if (const auto* table = dyn_cast<clang::InitListExpr>(stmt);
        table && (table->getNumInits() > kMaxListElements || rows_.contains(table))) {
      for (const Expr* row : table->inits()) {
        if (row && isa<clang::InitListExpr>(row)) rows_.insert(row);
      }
    }
    note_discarded(stmt);
    for (const Stmt* child : stmt->children()) {
      if (child) work.emplace_back(child, region);
    }
  }
}

// Expressions that stand where statements do: nobody uses their result.
void FlowBuilder::note_discarded(const Stmt* stmt) {
  if (isa<Expr>(stmt) && !isa<clang::BinaryOperator>(stmt)) return;
  const auto dropped = [&](const Stmt* each) {
    const auto* expr = dyn_cast_or_null<Expr>(each);
    if (!expr || values_.contains(expr)) return;
    const Expr* bare = expr->IgnoreParens();
    if (const auto* full = dyn_cast<clang::FullExpr>(bare)) bare = full->getSubExpr();
    if (const auto* explicit_cast = dyn_cast<clang::ExplicitCastExpr>(bare->IgnoreParens());
        explicit_cast && explicit_cast->getType()->isVoidType()) {
      discarded_.insert(strip(explicit_cast->getSubExpr()));
      void_casts_.insert(strip(explicit_cast->getSubExpr()));
    } else {
      discarded_.insert(strip(bare));
    }
  };
  if (const auto* compound = dyn_cast<clang::CompoundStmt>(stmt)) {
    for (const Stmt* each : compound->body()) dropped(each);
    note_own_lines(compound);
  } else if (const auto* choice = dyn_cast<clang::IfStmt>(stmt)) {
    dropped(choice->getThen());
    dropped(choice->getElse());
  } else if (const auto* loop = dyn_cast<clang::WhileStmt>(stmt)) {
    dropped(loop->getBody());
  } else if (const auto* until = dyn_cast<clang::DoStmt>(stmt)) {
    dropped(until->getBody());
  } else if (const auto* count = dyn_cast<clang::ForStmt>(stmt)) {
    dropped(count->getInit());
    dropped(count->getInc());
    dropped(count->getBody());
  } else if (const auto* range = dyn_cast<clang::CXXForRangeStmt>(stmt)) {
    dropped(range->getBody());
  } else if (const auto* label = dyn_cast<clang::SwitchCase>(stmt)) {
    dropped(label->getSubStmt());
  } else if (const auto* named = dyn_cast<clang::LabelStmt>(stmt)) {
    dropped(named->getSubStmt());
  } else if (const auto* attributed = dyn_cast<clang::AttributedStmt>(stmt)) {
    dropped(attributed->getSubStmt());
  } else if (const auto* comma = dyn_cast<clang::BinaryOperator>(stmt);
             comma && comma->getOpcode() == clang::BO_Comma) {
    dropped(comma->getLHS());
  }
}

// What a range-for calls without writing it down.
// The statements between which others can be added: calls, and pointers that calls initialise.
void FlowBuilder::note_own_lines(const clang::CompoundStmt* block) {
  for (const Stmt* each : block->body()) {
    const Stmt* key = nullptr;
    clang::SourceRange range;
    if (const auto* declaration = dyn_cast<clang::DeclStmt>(each)) {
      if (!declaration->isSingleDecl()) continue;
      const auto* variable = dyn_cast<clang::VarDecl>(declaration->getSingleDecl());
      if (!variable || !variable->hasLocalStorage() || !variable->getInit()) continue;
      if (!variable->getType()->isPointerType()) continue;
      if (!isa<clang::CallExpr>(strip(variable->getInit()))) continue;
      key = declaration;
      range = variable->getSourceRange();
    } else if (const auto* expr = dyn_cast<Expr>(each); expr && !values_.contains(expr)) {
      key = strip(expr);
      range = expr->getSourceRange();
      if (!isa<clang::CallExpr>(key) || key->getSourceRange() != range) continue;
    }
    if (!key) continue;
    if (const OwnLines how = context_.own_lines(range); how.own) own_lines_[key] = how;
  }
}

void FlowBuilder::note_implicit(const clang::CXXForRangeStmt* loop) {
  std::vector<const Stmt*> work = {loop->getBeginStmt(), loop->getEndStmt(), loop->getCond(),
                                   loop->getInc()};
  if (const clang::VarDecl* variable = loop->getLoopVariable()) work.push_back(variable->getInit());
  while (!work.empty()) {
    const Stmt* stmt = work.back();
    work.pop_back();
    if (!stmt) continue;
    implicit_.insert(stmt);
    for (const Stmt* child : stmt->children()) work.push_back(child);
  }
}

// The result of `init` is built where it is wanted rather than in a temp.
void FlowBuilder::note_destination(const Expr* init, Place target) {
  const Expr* bare = strip(init);
  while (bare) {
    if (const auto* castexpr = dyn_cast<clang::CastExpr>(bare)) {
      const auto kind = castexpr->getCastKind();
      if (kind != clang::CK_ConstructorConversion && kind != clang::CK_UserDefinedConversion &&
          kind != clang::CK_NoOp) {
        return;
      }
      bare = strip(castexpr->getSubExpr());
    } else if (const auto* construct = dyn_cast<clang::CXXConstructExpr>(bare);
               construct && construct->isElidable() && construct->getNumArgs() >= 1) {
      bare = strip(construct->getArg(0));
    } else {
      break;
    }
  }
  if (!bare || bare->isGLValue()) return;
  if (isa<clang::CXXConstructExpr>(bare) || isa<clang::InitListExpr>(bare) ||
      isa<clang::LambdaExpr>(bare) ||
      (isa<clang::CallExpr>(bare) && bare->getType()->isRecordType())) {
    destinations_.try_emplace(bare, std::move(target));
  }
}

uint32_t FlowBuilder::block_index(const clang::CFGBlock* block) const {
  if (!block) return facts::kNoBlock;
  const auto found = indices_.find(block->getBlockID());
  return found == indices_.end() ? facts::kNoBlock : found->second;
}

void FlowBuilder::translate_block(const clang::CFGBlock& from, facts::Block& to) {
  block_ = &to;
  if (const auto* handler = dyn_cast_or_null<clang::CXXCatchStmt>(from.getLabel())) {
    if (const clang::VarDecl* caught = handler->getExceptionDecl()) {
      facts::Event& event = emit(facts::EventKind::declare, nullptr);
      event.target.root = Root::local;
      event.target.index = local_index(caught);
      event.region = region_of(handler);
      graph_.locals[event.target.index].region = event.region;
      event.type = context_.type(caught->getType());
      event.location = context_.location(caught->getSourceRange());
    }
  }
  for (const clang::CFGElement& each : from) element(each);
  translate_terminator(from, to);
}

void FlowBuilder::translate_terminator(const clang::CFGBlock& from, facts::Block& to) {
  for (const clang::CFGBlock::AdjacentBlock& next : from.succs()) {
    to.successors.push_back(block_index(next.getReachableBlock()));
  }
  const Stmt* stmt = from.getTerminatorStmt();
  if (stmt) to.location = context_.location(stmt->getSourceRange());

  if (from.hasNoReturnElement()) {
    const bool throws = std::ranges::any_of(to.events, [](const facts::Event& event) {
      return event.kind == facts::EventKind::throw_;
    });
    if (!throws) {
      to.terminator = Terminator::unreachable;
      to.successors.clear();
      return;
    }
  }
  if (!to.events.empty()) {
    const facts::Event& last = to.events.back();
    if (last.kind == facts::EventKind::throw_) {
      to.terminator = Terminator::throw_;
      to.region = last.region;
      to.successors.clear();
      return;
    }
  }
  if (stmt && isa<clang::CXXTryStmt>(stmt)) {  // the dispatch block; handlers stand in the regions
    to.terminator = Terminator::unreachable;
    to.successors.clear();
    return;
  }
  if (const auto* choice = dyn_cast_or_null<clang::SwitchStmt>(stmt)) {
    translate_switch(from, choice, to);
    return;
  }
  if (to.successors.size() == 2) {
    to.terminator = Terminator::branch;
    if (from.getTerminator().isTemporaryDtorsBranch()) {
      to.condition.text = Symbol("temporary of " + context_.source_text(stmt->getSourceRange()));
      return;
    }
    if (const auto* statics = dyn_cast_or_null<clang::DeclStmt>(stmt)) {
      (void)statics;  // first is the initialisation of a function static, second its being done
      to.condition.text = Symbol("static initialisation");
      return;
    }
    const Expr* last = nullptr;
    if (const auto* logical = dyn_cast_or_null<clang::BinaryOperator>(stmt);
        logical && logical->isLogicalOp()) {
      last = logical->getLHS();
      // `a && b` inside another operand: what the block ends with is the last operand of the left.
      if (const Expr* nearer = from.getLastCondition()) last = nearer;
    } else {
      last = from.getLastCondition();
    }
    if (!last) {
      if (const auto* loop = dyn_cast_or_null<clang::CXXForRangeStmt>(stmt)) last = loop->getCond();
    }
    if (last) to.condition = condition(last);
    return;
  }
  if (to.successors.size() > 2) {  // a computed goto: every target is possible
    to.terminator = Terminator::switch_;
    to.cases.resize(to.successors.size() - 1);
    for (size_t i = 0; i < to.cases.size(); ++i) {
      to.cases[i].low = to.cases[i].high = static_cast<int64_t>(i);
    }
    return;
  }
  to.terminator = Terminator::jump;
  const bool returns = std::ranges::any_of(
      to.events, [](const facts::Event& event) { return event.kind == facts::EventKind::return_; });
  if (returns) to.terminator = Terminator::return_;
  if (to.successors.empty() || to.successors[0] == facts::kNoBlock) {
    if (&from != &cfg_->getExit()) to.terminator = Terminator::unreachable;
    to.successors.clear();
  }
}

void FlowBuilder::translate_switch(const clang::CFGBlock& from, const clang::SwitchStmt* stmt,
                                   facts::Block& to) {
  to.terminator = Terminator::switch_;
  to.condition.op = CompareOp::truth;
  to.condition.left = operand(stmt->getCond());
  to.condition.text = Symbol(context_.source_text(stmt->getCond()->getSourceRange()));
  collect_reads(stmt->getCond(), to.condition.reads, 0);
  std::vector<uint32_t> targets;
  uint32_t fallback = facts::kNoBlock;
  to.successors.clear();
  for (const clang::CFGBlock::AdjacentBlock& next : from.succs()) {
    const clang::CFGBlock* block = next.getReachableBlock();
    if (!block) continue;
    // Labels that stand on top of each other have a block each.
    const Stmt* label = block->getLabel();
    bool labelled = false;
    if (const auto* one = dyn_cast_or_null<clang::CaseStmt>(label)) {
      clang::Expr::EvalResult low;
      clang::Expr::EvalResult high;
      const Expr* left = one->getLHS();
      const Expr* right = one->getRHS() ? one->getRHS() : left;
      if (!left->isValueDependent() && !right->isValueDependent() &&
          left->EvaluateAsInt(low, ast_) && right->EvaluateAsInt(high, ast_) &&
          low.Val.getInt().isRepresentableByInt64() && high.Val.getInt().isRepresentableByInt64()) {
        to.cases.push_back({low.Val.getInt().getExtValue(), high.Val.getInt().getExtValue()});
        to.successors.push_back(block_index(block));
        labelled = true;
      }
    }
    if (!labelled) fallback = block_index(block);
  }
  to.successors.push_back(fallback);
}

}  // namespace pool_audit::extract
