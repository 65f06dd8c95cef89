// Types, records, variables and functions as facts.
#include <clang/AST/Attr.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/RawCommentList.h>
#include <clang/AST/RecordLayout.h>

#include <algorithm>

#include "checks/extract/compat.h"
#include "checks/extract/context.h"

namespace pool_audit::extract {

using clang::cast;
using clang::dyn_cast;
using clang::isa;
using clang::QualType;
using facts::TypeKind;

namespace {

facts::Access access_of(clang::AccessSpecifier access) {
  switch (access) {
    case clang::AS_public:
      return facts::Access::public_;
    case clang::AS_protected:
      return facts::Access::protected_;
    case clang::AS_private:
      return facts::Access::private_;
    case clang::AS_none:
      return facts::Access::none;
  }
  return facts::Access::none;
}

TypeKind kind_of(QualType type) {
  if (type->isVoidType()) return TypeKind::void_;
  if (type->isBooleanType()) return TypeKind::boolean;
  if (type->isEnumeralType()) return TypeKind::enumeration;
  if (type->isNullPtrType()) return TypeKind::null_pointer;
  if (type->isIntegerType()) return TypeKind::integer;
  if (type->isFloatingType()) return TypeKind::floating;
  if (type->isPointerType()) return TypeKind::pointer;
  if (type->isLValueReferenceType()) return TypeKind::lvalue_reference;
  if (type->isRValueReferenceType()) return TypeKind::rvalue_reference;
  if (type->isArrayType()) return TypeKind::array;
  if (type->isFunctionType()) return TypeKind::function;
  if (type->isMemberPointerType()) return TypeKind::member_pointer;
  if (type->isRecordType()) return TypeKind::record;
  if (type->isDependentType()) return TypeKind::dependent;
  return TypeKind::unknown;
}

uint64_t size_of(clang::ASTContext& ast, QualType type) {
  if (type->isIncompleteType() || type->isDependentType() || type->isFunctionType() ||
      type->isVoidType() || type->isUndeducedType() || type->isVariableArrayType() ||
      type->isPlaceholderType() || type->isInstantiationDependentType() || type->isSizelessType()) {
    return 0;
  }
  if (const auto* array = ast.getAsConstantArrayType(type)) {
    return size_of(ast, array->getElementType()) * array->getZExtSize();
  }
  if (type->isArrayType()) return 0;
  if (const auto* record = type->getAsRecordDecl();
      record && (record->isInvalidDecl() || !record->isCompleteDefinition())) {
    return 0;
  }
  return static_cast<uint64_t>(ast.getTypeSizeInChars(type).getQuantity());
}

}  // namespace

facts::TypeId Context::type(QualType written) {
  if (written.isNull()) return facts::kNoType;
  const QualType canonical = ast_.getCanonicalType(written).getUnqualifiedType();
  if (canonical->isUndeducedType()) return facts::kNoType;
  const clang::Type* key = canonical.getTypePtr();
  if (const auto found = types_.find(key); found != types_.end()) return found->second;
  const auto id = static_cast<facts::TypeId>(facts_.types.size());
  types_.try_emplace(key, id);
  facts_.types.emplace_back();

  facts::Type out;  // facts_.types may grow underneath while this one is filled
  out.kind = kind_of(canonical);
  out.spelling = Symbol(canonical.getAsString(policy_));
  out.size_bytes = size_of(ast_, canonical);
  if (const QualType pointee = canonical->getPointeeType(); !pointee.isNull()) {
    out.target = type(pointee);
  } else if (const auto* array = dyn_cast<clang::ArrayType>(key)) {
    out.target = type(array->getElementType());
  } else if (const auto* function = dyn_cast<clang::FunctionType>(key)) {
    out.target = type(function->getReturnType());
  } else if (const auto* tag = canonical->getAsTagDecl()) {
    out.record = id_of_tag(tag);
    out.template_name = name(tag);
    if (const auto* spec = dyn_cast<clang::ClassTemplateSpecializationDecl>(tag)) {
      std::function<void(const clang::TemplateArgument&)> add =
          [&](const clang::TemplateArgument& argument) {
            if (argument.getKind() == clang::TemplateArgument::Pack) {
              for (const auto& element : argument.pack_elements()) add(element);
              return;
            }
            const bool is_type = argument.getKind() == clang::TemplateArgument::Type;
            out.arguments.push_back(is_type ? type(argument.getAsType()) : facts::kNoType);
            std::string text;
            llvm::raw_string_ostream stream(text);
            argument.print(policy_, stream, true);
            out.text_arguments.emplace_back(text);
          };
      for (const auto& argument : spec->getTemplateArgs().asArray()) add(argument);
    }
    if (const auto* decl = dyn_cast<clang::RecordDecl>(tag)) record(decl, false);
  } else if (const auto* spec = dyn_cast<clang::TemplateSpecializationType>(key)) {
    if (const clang::TemplateDecl* tmpl = spec->getTemplateName().getAsTemplateDecl()) {
      out.template_name = name(tmpl);
      for (const auto& argument : spec->template_arguments()) {
        const bool is_type = argument.getKind() == clang::TemplateArgument::Type;
        out.arguments.push_back(is_type ? type(argument.getAsType()) : facts::kNoType);
        std::string text;
        llvm::raw_string_ostream stream(text);
        argument.print(policy_, stream, true);
        out.text_arguments.emplace_back(text);
      }
    }
  }
  if (const auto* injected = dyn_cast<clang::InjectedClassNameType>(key)) {
    out.record = id_of_tag(injected->getDecl());
    out.template_name = name(injected->getDecl());
    record(injected->getDecl(), false);
  }
  facts_.types[id] = std::move(out);
  return id;
}

Symbol Context::id_of_tag(const clang::TagDecl* tag) {
  const clang::TagDecl* definition = tag->getDefinition();
  return this->id(definition ? definition : tag);
}

Symbol Context::record(const clang::RecordDecl* decl, bool whole) {
  if (const clang::RecordDecl* definition = decl->getDefinition()) decl = definition;
  const auto [found, fresh] =
      records_.try_emplace(decl, static_cast<uint32_t>(facts_.records.size()));
  if (fresh) {
    facts_.records.emplace_back();
    facts::Record out;
    out.id = id_of_tag(decl);
    out.name = Symbol(compat::tag_type(ast_, decl).getAsString(policy_));
    out.template_name = name(decl);
    out.location = location(decl->getSourceRange());
    out.is_union = decl->isUnion();
    out.is_system = in_system(decl->getLocation());
    out.is_complete = decl->isCompleteDefinition();
    out.is_lambda = decl->isLambda();
    const auto* cxx = dyn_cast<clang::CXXRecordDecl>(decl);
    if (cxx) {
      out.is_template_pattern = cxx->isDependentContext();
      if (const auto* pattern = cxx->getTemplateInstantiationPattern(); pattern && pattern != cxx) {
        out.pattern = id_of_tag(pattern);
      }
    }
    if (decl->isCompleteDefinition() && !decl->isInvalidDecl() && !decl->isDependentContext()) {
      out.size_bytes = size_of(ast_, compat::tag_type(ast_, decl));
      if (cxx) {
        out.is_polymorphic = cxx->isPolymorphic();
        out.is_final = cxx->isEffectivelyFinal();
        out.has_trivial_destructor = cxx->hasTrivialDestructor();
      }
    }
    const uint32_t index = records_[decl];
    facts_.records[index] = std::move(out);
  }
  const facts::Record& fact = facts_.records[records_[decl]];
  if (whole && !fact.is_system && whole_.insert(decl).second) wanted_.push_back(decl);
  return fact.id;
}

void Context::want_pointee(QualType type) {
  if (type.isNull()) return;
  type = ast_.getCanonicalType(type);
  while (true) {
    if (const QualType pointee = type->getPointeeType(); !pointee.isNull()) {
      type = pointee;
    } else if (const auto* array = ast_.getAsArrayType(type)) {
      type = array->getElementType();
    } else {
      break;
    }
  }
  if (const auto* decl = type->getAsRecordDecl()) record(decl, true);
}

void Context::fill_record(const clang::RecordDecl* decl, facts::Record& out) {
  if (!decl->isCompleteDefinition()) return;
  out.doc = documentation(decl);
  out.annotations = annotations(decl);
  for (const clang::FieldDecl* field : decl->fields()) {
    facts::Field entry;
    entry.id = id(field);
    entry.name = Symbol(std::string_view(field->getName()));
    entry.type = type(field->getType());
    entry.access = access_of(field->getAccess());
    entry.is_mutable = field->isMutable();
    if (const clang::Expr* initial = field->getInClassInitializer()) {
      entry.initializer = Symbol(source_text(initial->getSourceRange()));
    }
    entry.location = location(field->getSourceRange());
    entry.doc = documentation(field);
    entry.annotations = annotations(field);
    out.fields.push_back(std::move(entry));
    QualType held = field->getType();
    if (const auto* array = ast_.getAsArrayType(held)) held = array->getElementType();
    if (const auto* member = held->getAsRecordDecl()) record(member, true);
  }
  const auto* cxx = dyn_cast<clang::CXXRecordDecl>(decl);
  if (!cxx) return;
  for (const clang::CXXBaseSpecifier& base : cxx->bases()) {
    out.bases.push_back({type(base.getType()), base.isVirtual()});
    if (const auto* parent = base.getType()->getAsRecordDecl()) record(parent, true);
  }
  if (const auto* destructor = cxx->getDestructor(); destructor && destructor->isUserProvided()) {
    out.destructor = function(destructor);
  }
  const auto find_operator = [&](clang::OverloadedOperatorKind op) {
    const auto name = ast_.DeclarationNames.getCXXOperatorName(op);
    std::function<Symbol(const clang::CXXRecordDecl*, int)> look =
        [&](const clang::CXXRecordDecl* in, int depth) -> Symbol {
      for (const clang::NamedDecl* found : in->lookup(name)) {
        const auto* method = found->getAsFunction();
        // The placement form with a pointer is everywhere; it allocates nothing.
        if (method && !method->isDeleted() && method->getNumParams() <= 3 &&
            !(method->getNumParams() == 2 && op == clang::OO_New &&
              method->getParamDecl(1)->getType()->isVoidPointerType())) {
          return function(method);
        }
      }
      if (depth > 16) return {};
      for (const clang::CXXBaseSpecifier& base : in->bases()) {
        const auto* parent = base.getType()->getAsCXXRecordDecl();
        if (!parent || !parent->hasDefinition()) continue;
        if (Symbol found = look(parent->getDefinition(), depth + 1)) return found;
      }
      return {};
    };
    return look(cxx, 0);
  };
  out.operator_new = find_operator(clang::OO_New);
  out.operator_delete = find_operator(clang::OO_Delete);
}

Symbol Context::field(const clang::FieldDecl* decl) {
  record(decl->getParent(), true);
  return id(decl);
}

Symbol Context::variable(const clang::VarDecl* decl) {
  const Symbol key = id(decl);
  // In C, `struct pool *head;` at file scope is a definition unless another one follows.
  const clang::VarDecl* definition = decl->getDefinition();
  if (!definition) definition = decl->getActingDefinition();
  const auto [found, fresh] =
      variables_.try_emplace(key.raw(), static_cast<uint32_t>(facts_.variables.size()));
  if (!fresh && (!definition || facts_.variables[found->second].is_definition)) return key;
  if (fresh) facts_.variables.emplace_back();
  const uint32_t index = found->second;
  const clang::VarDecl* shown = definition ? definition : decl;

  facts::Variable out;
  out.id = key;
  out.name = name(shown);
  out.type = type(shown->getType());
  want_pointee(shown->getType());
  if (shown->isStaticDataMember()) {
    out.storage = facts::Storage::static_member;
    out.record = record(cast<clang::RecordDecl>(shown->getDeclContext()), true);
  } else if (shown->isStaticLocal()) {
    out.storage = facts::Storage::function_static;
    if (const auto* parent =
            dyn_cast_or_null<clang::FunctionDecl>(shown->getParentFunctionOrMethod())) {
      out.function = id(parent);
    }
  }
  out.linkage = linkage(shown);
  out.is_thread_local = shown->getTLSKind() != clang::VarDecl::TLS_None;
  out.is_definition = definition != nullptr;
  out.is_const = ast_.getBaseElementType(shown->getType()).isConstQualified();
  out.is_hidden = shown->getVisibility() != clang::DefaultVisibility;
  out.in_main_file = in_main_file(decl->getCanonicalDecl()->getLocation());
  out.header = header(decl->getCanonicalDecl()->getLocation());
  out.location = location(shown->getSourceRange());
  for (const clang::VarDecl* redeclared : shown->redecls()) {
    out.doc = documentation(redeclared);
    if (out.doc) break;
  }
  out.annotations = annotations(shown);
  if (const clang::Expr* init = shown->getInit()) {
    const clang::Expr* bare = init->IgnoreUnlessSpelledInSource();
    if (const auto* construct = dyn_cast<clang::CXXConstructExpr>(bare)) {
      for (const clang::Expr* argument : construct->arguments()) {
        if (isa<clang::CXXDefaultArgExpr>(argument)) break;
        out.arguments.emplace_back(source_text(argument->getSourceRange()));
      }
    } else {
      out.arguments.emplace_back(source_text(bare->getSourceRange()));
    }
  }
  facts_.variables[index] = std::move(out);
  return key;
}

Symbol Context::function(const clang::FunctionDecl* decl) {
  const clang::FunctionDecl* canonical = decl->getCanonicalDecl();
  if (const auto found = function_ids_.find(canonical); found != function_ids_.end()) {
    return found->second;
  }
  const Symbol key = id(decl);
  function_ids_.try_emplace(canonical, key);
  const auto [found, fresh] =
      functions_.try_emplace(key.raw(), static_cast<uint32_t>(facts_.functions.size()));
  if (!fresh) return key;
  const uint32_t index = found->second;
  facts_.functions.emplace_back();

  using facts::FunctionFlag;
  facts::Function out;
  out.id = key;
  out.name = name(decl);
  out.result = type(decl->getReturnType());
  for (const clang::ParmVarDecl* parameter : decl->parameters()) {
    out.parameters.push_back(
        {Symbol(std::string_view(parameter->getName())), type(parameter->getType())});
  }
  if (const auto* arguments = decl->getTemplateSpecializationArgs()) {
    for (const auto& argument : arguments->asArray()) {
      const bool is_type = argument.getKind() == clang::TemplateArgument::Type;
      out.template_arguments.push_back(is_type ? type(argument.getAsType()) : facts::kNoType);
    }
  }
  out.linkage = linkage(decl);
  out.access = access_of(decl->getAccess());
  const clang::FunctionDecl* shown = pattern_of(decl);
  if (const clang::FunctionDecl* definition = shown->getDefinition()) shown = definition;
  out.set(FunctionFlag::in_system_header, in_system(shown->getLocation()));
  out.set(FunctionFlag::in_header, !in_main_file(shown->getLocation()));
  if (!out.has(FunctionFlag::in_system_header)) {
    out.location = location(shown->getSourceRange());
    out.header = header(shown->getCanonicalDecl()->getLocation());
    for (const clang::FunctionDecl* redeclared : shown->redecls()) {
      out.doc = documentation(redeclared);
      if (out.doc) break;
    }
  }
  for (const clang::FunctionDecl* redeclared : shown->redecls()) {
    auto more = annotations(redeclared);
    for (auto& annotation : more) {
      if (std::ranges::find(out.annotations, annotation) == out.annotations.end()) {
        out.annotations.push_back(std::move(annotation));
      }
    }
  }
  out.set(FunctionFlag::variadic, decl->isVariadic());
  out.set(FunctionFlag::noreturn, decl->isNoReturn());
  out.set(FunctionFlag::implicit, decl->isImplicit());
  out.set(FunctionFlag::operator_, decl->isOverloadedOperator());
  out.set(FunctionFlag::nothrow, !may_throw(decl));
  if (const auto* method = dyn_cast<clang::CXXMethodDecl>(decl)) {
    out.record = record(method->getParent(), false);
    out.record_type = type(compat::tag_type(ast_, method->getParent()));
    out.set(FunctionFlag::virtual_, method->isVirtual());
    out.set(FunctionFlag::pure, method->isPureVirtual());
    out.set(FunctionFlag::static_, method->isStatic());
    out.set(FunctionFlag::const_, method->isConst());
    out.set(FunctionFlag::lambda, method->getParent()->isLambda());
    out.set(FunctionFlag::trivial, method->isTrivial());
    for (const clang::CXXMethodDecl* base : method->overridden_methods()) {
      out.overrides.push_back(function(base));
    }
    std::ranges::sort(out.overrides);
    const bool assigns = method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator();
    out.set(FunctionFlag::copy_or_move, assigns);
    out.set(FunctionFlag::moves, method->isMoveAssignmentOperator());
  }
  if (const auto* constructor = dyn_cast<clang::CXXConstructorDecl>(decl)) {
    out.set(FunctionFlag::constructor);
    out.set(FunctionFlag::copy_or_move, constructor->isCopyOrMoveConstructor());
    out.set(FunctionFlag::moves, constructor->isMoveConstructor());
  }
  out.set(FunctionFlag::destructor, isa<clang::CXXDestructorDecl>(decl));
  facts_.functions[index] = std::move(out);
  return key;
}

bool Context::may_throw(const clang::FunctionDecl* decl) const {
  const clang::LangOptions& language = ast_.getLangOpts();
  if (!language.CPlusPlus || !language.CXXExceptions) return false;
  if (decl->hasAttr<clang::NoThrowAttr>() || decl->getBuiltinID() != 0) return false;
  const auto* prototype = decl->getType()->getAs<clang::FunctionProtoType>();
  if (!prototype) return true;
  // An unevaluated specification is that of an implicit special member or of a destructor.
  if (clang::isUnresolvedExceptionSpec(prototype->getExceptionSpecType())) {
    if (isa<clang::CXXDestructorDecl>(decl)) return false;
    const auto* method = dyn_cast<clang::CXXMethodDecl>(decl);
    return !(method && method->isTrivial());
  }
  return prototype->canThrow() != clang::CT_Cannot;
}

facts::Function& Context::function_fact(Symbol key) {
  return facts_.functions[functions_.at(key.raw())];
}

void Context::add_function(facts::Function function) {
  const auto [found, fresh] =
      functions_.try_emplace(function.id.raw(), static_cast<uint32_t>(facts_.functions.size()));
  if (fresh) facts_.functions.push_back(std::move(function));
}

void Context::set_initializer(Symbol variable, Symbol function) {
  facts_.variables[variables_.at(variable.raw())].initializer = function;
}

std::vector<facts::Annotation> Context::annotations(const clang::Decl* decl) {
  std::vector<facts::Annotation> out;
  for (const clang::Attr* attribute : decl->attrs()) {
    facts::Annotation annotation;
    if (const auto* annotate = dyn_cast<clang::AnnotateAttr>(attribute)) {
      annotation.name = Symbol(std::string_view(annotate->getAnnotation()));
      for (const clang::Expr* argument : annotate->args()) {
        annotation.arguments.emplace_back(source_text(argument->getSourceRange()));
      }
    } else if (const auto* ownership = dyn_cast<clang::OwnershipAttr>(attribute)) {
      annotation.name = Symbol(std::string_view(ownership->getSpelling()));
      annotation.arguments.emplace_back(std::string_view(ownership->getModule()->getName()));
      for (const clang::ParamIdx index : ownership->args()) {
        annotation.arguments.emplace_back(std::to_string(index.getASTIndex()));
      }
    } else if (const auto* shown = dyn_cast<clang::VisibilityAttr>(attribute)) {
      if (shown->getVisibility() != clang::VisibilityAttr::Default) continue;
      annotation.name = Symbol("visibility");
      annotation.arguments.emplace_back("default");
    } else if (isa<clang::DLLExportAttr>(attribute)) {
      annotation.name = Symbol("dllexport");
    } else {
      continue;
    }
    out.push_back(std::move(annotation));
  }
  return out;
}

Symbol Context::documentation(const clang::Decl* decl) {
  const clang::RawComment* comment = ast_.getRawCommentForDeclNoCache(decl);
  if (!comment) return {};
  const std::string text =
      comment->getFormattedText(ast_.getSourceManager(), ast_.getDiagnostics());
  std::string_view view(text);
  while (!view.empty() && (view.back() == '\n' || view.back() == ' ')) view.remove_suffix(1);
  return Symbol(view);
}

void Context::finish() {
  while (!wanted_.empty()) {
    const clang::RecordDecl* decl = wanted_.back();
    wanted_.pop_back();
    facts::Record out = facts_.records[records_[decl]];
    fill_record(decl, out);
    facts_.records[records_[decl]] = std::move(out);
  }
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  const auto unique = [](auto& list) {
    const auto same = [](const auto& a, const auto& b) { return a.id == b.id; };
    list.erase(std::unique(list.begin(), list.end(), same), list.end());
  };
  // Of several records with one id the most complete comes first and stays.
  std::ranges::sort(facts_.records, [](const auto& a, const auto& b) {
    if (a.id != b.id) return a.id < b.id;
    return a.fields.size() > b.fields.size();
  });
  unique(facts_.records);
  std::ranges::sort(facts_.variables, by_id);
  unique(facts_.variables);
  std::ranges::sort(facts_.functions, by_id);
  unique(facts_.functions);
  // USRs leave out what tells some overloaded templates apart: the first of them has the id.
  llvm::DenseSet<uint32_t> seen;
  std::erase_if(facts_.graphs, [&](const facts::FlowGraph& graph) {
    return !seen.insert(graph.function.raw()).second;
  });
  std::ranges::sort(facts_.graphs, {}, &facts::FlowGraph::function);
}

}  // namespace pool_audit::extract
