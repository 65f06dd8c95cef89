// Identities and qualified names. An id is clang's USR of the pattern of a declaration; what has
// internal linkage also carries its file, since USRs of `static` twins are equal.
#include <clang/AST/DeclCXX.h>
#include <clang/Index/USRGeneration.h>
#include <llvm/ADT/SmallString.h>

#include "checks/extract/context.h"

namespace pool_audit::extract {

using clang::cast;
using clang::dyn_cast;
using clang::isa;

const clang::FunctionDecl* pattern_of(const clang::FunctionDecl* decl) {
  if (const clang::FunctionDecl* pattern = decl->getTemplateInstantiationPattern(false)) {
    return pattern;
  }
  if (const auto* tmpl = decl->getPrimaryTemplate()) return tmpl->getTemplatedDecl();
  if (const auto* member = decl->getInstantiatedFromMemberFunction()) return member;
  return decl;
}

const clang::FieldDecl* pattern_of(const clang::FieldDecl* decl) {
  const auto* parent = dyn_cast<clang::CXXRecordDecl>(decl->getParent());
  if (!parent) return decl;
  const clang::CXXRecordDecl* pattern = parent->getTemplateInstantiationPattern();
  if (!pattern || pattern == parent) return decl;
  unsigned index = decl->getFieldIndex();
  for (const clang::FieldDecl* field : pattern->fields()) {
    if (index-- == 0) return field;
  }
  return decl;
}

const clang::VarDecl* pattern_of(const clang::VarDecl* decl) {
  if (const clang::VarDecl* pattern = decl->getTemplateInstantiationPattern()) return pattern;
  if (const auto* member = decl->getInstantiatedFromStaticDataMember()) return member;
  return decl;
}

namespace {

std::string usr(const clang::Decl* decl) {
  llvm::SmallString<128> buffer;
  if (clang::index::generateUSRForDecl(decl, buffer)) return {};
  return std::string(buffer);
}

void append_scope(std::string& out, const clang::DeclContext* scope);

std::string plain_name(const clang::NamedDecl* decl) {
  if (isa<clang::NamespaceDecl>(decl) && decl->getDeclName().isEmpty()) {
    return "(anonymous namespace)";
  }
  if (const auto* record = dyn_cast<clang::RecordDecl>(decl)) {
    if (record->isLambda()) return "(lambda)";
    if (!record->getIdentifier()) {
      if (const auto* named = record->getTypedefNameForAnonDecl()) {
        return named->getNameAsString();
      }
      return record->isUnion() ? "(anonymous union)" : "(anonymous struct)";
    }
    return record->getNameAsString();
  }
  if (const auto* constructor = dyn_cast<clang::CXXConstructorDecl>(decl)) {
    return constructor->getParent()->getNameAsString();
  }
  if (const auto* destructor = dyn_cast<clang::CXXDestructorDecl>(decl)) {
    return "~" + destructor->getParent()->getNameAsString();
  }
  if (isa<clang::CXXConversionDecl>(decl)) return "operator conversion";
  return decl->getNameAsString();
}

void append_name(std::string& out, const clang::NamedDecl* decl) {
  append_scope(out, decl->getDeclContext());
  out += plain_name(decl);
}

void append_scope(std::string& out, const clang::DeclContext* scope) {
  for (; scope && !scope->isTranslationUnit(); scope = scope->getParent()) {
    if (const auto* space = dyn_cast<clang::NamespaceDecl>(scope)) {
      if (space->isInline()) continue;
    } else if (const auto* function = dyn_cast<clang::FunctionDecl>(scope)) {
      append_name(out, function);
      out += "()::";
      return;
    } else if (!isa<clang::RecordDecl>(scope)) {
      continue;
    }
    append_name(out, cast<clang::NamedDecl>(scope));
    out += "::";
    return;
  }
}

}  // namespace

facts::Linkage Context::linkage(const clang::NamedDecl* decl) {
  switch (decl->getFormalLinkage()) {
    case clang::Linkage::External:
    case clang::Linkage::Module:
      return facts::Linkage::external;
    case clang::Linkage::Internal:
    case clang::Linkage::UniqueExternal:
      return facts::Linkage::internal;
    default:
      return facts::Linkage::none;
  }
}

// Locals, function statics, lambdas and local classes are named after their function, so that their
// ids survive moves of lines; twins in one function are told apart by their order. The instances of
// one place in a template are one.
Symbol Context::local_id(const clang::NamedDecl* decl) {
  const clang::DeclContext* scope = decl->getDeclContext();
  while (scope && !isa<clang::FunctionDecl>(scope) && !isa<clang::RecordDecl>(scope) &&
         !scope->isFileContext()) {
    scope = scope->getParent();
  }
  std::string base;
  if (scope && isa<clang::NamedDecl>(scope)) {
    base = std::string(id(cast<clang::NamedDecl>(clang::Decl::castFromDeclContext(scope))).text());
  } else {
    base =
        "c:" +
        std::string(paths_.name(sources().getFileID(sources().getExpansionLoc(decl->getLocation())))
                        .text());
  }
  base += "@" + plain_name(decl);
  const Symbol key(base);
  Symbol& result = local_ids_[{key.raw(), decl->getLocation().getRawEncoding()}];
  if (result) return result;
  uint32_t& count = local_counts_[key.raw()];
  if (count++ > 0) base += "~" + std::to_string(count);
  return result = Symbol(base);
}

Symbol Context::id(const clang::NamedDecl* decl) {
  const clang::NamedDecl* source = decl;
  if (const auto* function = dyn_cast<clang::FunctionDecl>(decl)) source = pattern_of(function);
  if (const auto* field = dyn_cast<clang::FieldDecl>(decl)) source = pattern_of(field);
  if (const auto* variable = dyn_cast<clang::VarDecl>(decl)) source = pattern_of(variable);
  source = cast<clang::NamedDecl>(source->getCanonicalDecl());
  if (const auto found = ids_.find(source); found != ids_.end()) return found->second;

  Symbol result;
  const auto* method = dyn_cast<clang::CXXMethodDecl>(source);
  const auto* record = dyn_cast<clang::CXXRecordDecl>(source);
  if (method && method->getParent()->isLambda()) {
    // The call operator, or what the compiler wrote: constructors, destructor, conversion.
    std::string text(id(method->getParent()).text());
    text += "()";
    if (method->getOverloadedOperator() != clang::OO_Call) {
      text.resize(text.size() - 2);
      text += usr(method).substr(usr(method->getParent()).size());
    }
    result = Symbol(text);
  } else if ((record && record->isLambda()) ||
             (!isa<clang::FieldDecl>(source) && source->getParentFunctionOrMethod())) {
    result = local_id(source);
  } else if (isa<clang::FieldDecl>(source)) {
    const auto* field = cast<clang::FieldDecl>(source);
    const std::string name = field->getIdentifier() ? field->getNameAsString()
                                                    : "#" + std::to_string(field->getFieldIndex());
    result = Symbol(std::string(id(field->getParent()).text()) + "@FI@" + name);
  } else {
    std::string text = usr(source);
    if (text.empty()) {
      result = local_id(source);
    } else {
      const bool named_record = isa<clang::RecordDecl>(source) && source->getIdentifier();
      const bool c_record = named_record && !ast_.getLangOpts().CPlusPlus;
      if (!c_record && linkage(source) != facts::Linkage::external) {
        const clang::FileID file =
            sources().getFileID(sources().getExpansionLoc(source->getLocation()));
        text += "@file:" + std::string(paths_.name(file).text());
      }
      result = Symbol(text);
    }
  }
  ids_.try_emplace(source, result);
  return result;
}

Symbol Context::name(const clang::NamedDecl* decl) {
  auto [found, fresh] = names_.try_emplace(decl);
  if (fresh) {
    std::string text;
    append_name(text, decl);
    const Symbol symbol(text);
    names_[decl] = symbol;
    return symbol;
  }
  return found->second;
}

}  // namespace pool_audit::extract
