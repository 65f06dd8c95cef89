#include "checks/extract/visitor.h"

#include <clang/AST/RecursiveASTVisitor.h>
#include <llvm/ADT/MapVector.h>

#include "checks/extract/flow_builder.h"

namespace pool_audit::extract {

using clang::cast;
using clang::dyn_cast;
using clang::isa;

bool BodyPolicy::skips(clang::SourceLocation where) {
  if (where.isInvalid()) return false;
  const clang::SourceLocation expansion = sources_.getExpansionLoc(where);
  if (sources_.isInSystemHeader(expansion)) return true;
  const clang::FileID file = sources_.getFileID(expansion);
  if (file == sources_.getMainFileID() || !options_.analyse_header) return false;
  const auto [found, fresh] = decisions_.try_emplace(file, false);
  if (fresh) {
    const std::string& real = paths_.real(file);
    decisions_[file] = !real.empty() && !options_.analyse_header(real);
  }
  if (decisions_[file]) skipped_.insert(file);
  return decisions_[file];
}

namespace {

// Chooses, for each function written in the source, the body to analyse: the function itself, or of
// a template the first instantiation, whose types are known, before the dependent pattern.
class Collector : public clang::RecursiveASTVisitor<Collector> {
 public:
  explicit Collector(Context& context) : context_(context) {}

  [[nodiscard]] bool shouldVisitTemplateInstantiations() const { return true; }
  [[nodiscard]] bool shouldVisitImplicitCode() const { return false; }

  // System headers hold nothing of the program, but for instantiations that they hold of templates
  // of the project, which hang below the project's templates. A block of `namespace std` counts by
  // the header it stands in.
  bool TraverseDecl(clang::Decl* decl) {
    if (!decl) return true;
    if (!isa<clang::TranslationUnitDecl>(decl) && context_.in_system(decl->getLocation())) {
      return true;
    }
    return RecursiveASTVisitor::TraverseDecl(decl);
  }
  // Bodies are read through the CFG; only local classes and lambdas in them matter here.
  bool VisitFunctionDecl(clang::FunctionDecl* decl) {
    if (!decl->doesThisDeclarationHaveABody() || decl->isDefaulted() || decl->isDeleted() ||
        decl->isInvalidDecl()) {
      return true;
    }
    if (const auto* method = dyn_cast<clang::CXXMethodDecl>(decl);
        method && method->getParent()->isLambda()) {
      return true;
    }
    const clang::FunctionDecl* pattern = pattern_of(decl);
    const auto [found, fresh] = bodies_.insert({pattern->getCanonicalDecl(), decl});
    if (!fresh && found->second->isDependentContext() && !decl->isDependentContext()) {
      found->second = decl;
    }
    return true;
  }
  bool VisitVarDecl(clang::VarDecl* decl) {
    if (!decl->hasGlobalStorage() || isa<clang::ParmVarDecl>(decl) || decl->isInvalidDecl()) {
      return true;
    }
    variables_.insert(decl);
    return true;
  }
  bool VisitCXXRecordDecl(clang::CXXRecordDecl* decl) {
    if (decl->isThisDeclarationADefinition()) records_.insert(decl);
    return true;
  }
  bool VisitRecordDecl(clang::RecordDecl* decl) {
    if (decl->isThisDeclarationADefinition()) records_.insert(decl);
    return true;
  }

  llvm::MapVector<const clang::FunctionDecl*, const clang::FunctionDecl*> bodies_;
  llvm::SetVector<const clang::VarDecl*> variables_;
  llvm::SetVector<const clang::RecordDecl*> records_;

 private:
  Context& context_;
};

void describe_body(Context& context, const clang::FunctionDecl* body, Symbol id) {
  facts::Function& fact = context.function_fact(id);
  using facts::FunctionFlag;
  fact.set(FunctionFlag::defined);
  fact.set(FunctionFlag::template_pattern, body->isDependentContext());
  fact.set(FunctionFlag::instantiation,
           !body->isDependentContext() && pattern_of(body) != body &&
               pattern_of(body)->getCanonicalDecl() != body->getCanonicalDecl());
  fact.set(FunctionFlag::coroutine, isa_and_nonnull<clang::CoroutineBodyStmt>(body->getBody()));
}

void extract_body(Context& context, const clang::FunctionDecl* body) {
  const Symbol id = context.function(body);
  describe_body(context, body, id);
  FlowBuilder::Lambdas lambdas;
  FlowBuilder builder(context, id, lambdas);
  if (builder.build(body)) context.facts().graphs.push_back(builder.take());
  for (size_t i = 0; i < lambdas.size(); ++i) {  // grows while nested lambdas are found
    const clang::FunctionDecl* call = lambdas[i]->getCallOperator();
    if (!call->getBody()) continue;
    const Symbol lambda = context.function(call);
    describe_body(context, call, lambda);
    context.function_fact(lambda).set(facts::FunctionFlag::lambda);
    FlowBuilder nested(context, lambda, lambdas);
    if (nested.build(call)) context.facts().graphs.push_back(nested.take());
  }
}

// Worth a fact of its own, even when no function of this TU speaks of it.
bool interesting(const clang::VarDecl* decl, clang::ASTContext& ast) {
  clang::QualType type = decl->getType().getNonReferenceType();
  while (const auto* array = ast.getAsArrayType(type)) type = array->getElementType();
  if (decl->hasAttrs()) return true;
  return type->isRecordType() || (type->isPointerType() && !type->isFunctionPointerType() &&
                                  !type->getPointeeType()->isAnyCharacterType());
}

void extract_variable(Context& context, const clang::VarDecl* decl) {
  if (!interesting(decl, context.ast())) return;
  const Symbol id = context.variable(decl);
  const clang::Expr* init = decl->getInit();
  if (!init || decl->isStaticLocal() || init->isValueDependent() ||
      decl->getType()->isDependentType() || !decl->isThisDeclarationADefinition()) {
    return;
  }
  if (decl->isConstexpr() ||
      (!isa<clang::ExprWithCleanups>(init) && !init->IgnoreImplicit()->getType()->isRecordType() &&
       init->isConstantInitializer(context.ast(), false))) {
    return;
  }
  facts::Function function;
  function.id = Symbol(std::string(id.text()) + "@init");
  function.name = Symbol(std::string(context.name(decl).text()) + " (initialisation)");
  function.set(facts::FunctionFlag::defined);
  function.set(facts::FunctionFlag::initializer);
  function.set(facts::FunctionFlag::in_header, !context.in_main_file(decl->getLocation()));
  function.linkage = facts::Linkage::internal;
  function.location = context.location(decl->getSourceRange());
  FlowBuilder::Lambdas lambdas;
  FlowBuilder builder(context, function.id, lambdas);
  if (!builder.build_initializer(decl)) return;
  context.facts().graphs.push_back(builder.take());
  const Symbol initializer = function.id;
  context.add_function(std::move(function));
  context.set_initializer(id, initializer);
  for (size_t i = 0; i < lambdas.size(); ++i) {
    const clang::FunctionDecl* call = lambdas[i]->getCallOperator();
    if (!call->getBody()) continue;
    const Symbol lambda = context.function(call);
    describe_body(context, call, lambda);
    context.function_fact(lambda).set(facts::FunctionFlag::lambda);
    FlowBuilder nested(context, lambda, lambdas);
    if (nested.build(call)) context.facts().graphs.push_back(nested.take());
  }
}

}  // namespace

void extract_declarations(Context& context, BodyPolicy& policy) {
  Collector collector(context);
  collector.TraverseDecl(context.ast().getTranslationUnitDecl());
  for (const auto& [pattern, body] : collector.bodies_) {
    // An instantiation has types that its owner's unit may know nothing of.
    const bool instantiated = !body->isDependentContext() && pattern_of(body) != body;
    if (instantiated || !policy.skips(body->getLocation())) extract_body(context, body);
  }
  for (const bool dependent : {false, true}) {  // an instance's type says more than the pattern's
    for (const clang::VarDecl* decl : collector.variables_) {
      if (decl->getDeclContext()->isDependentContext() != dependent) continue;
      if (!policy.skips(decl->getLocation())) extract_variable(context, decl);
    }
  }
  for (const clang::RecordDecl* decl : collector.records_) {
    if (!policy.skips(decl->getLocation()) && !decl->isLambda()) context.record(decl, true);
  }
  context.finish();
}

}  // namespace pool_audit::extract
