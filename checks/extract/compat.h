// Everything that differs between the supported versions of LLVM (19 and 22). No other file tests
// LLVM_VERSION_MAJOR, but for the one that does the same for clang-tidy, checks/tidy/compat.h.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/PrettyPrinter.h>
#include <clang/AST/Type.h>
#include <clang/Basic/Version.h>
#include <llvm/Config/llvm-config.h>

#if LLVM_VERSION_MAJOR >= 20
#include <clang/Sema/HeuristicResolver.h>
#endif

namespace pool_audit::extract::compat {

// The declarations that the callee of a dependent call most likely means; empty before LLVM 20,
// where clang keeps that resolver to clangd.
inline std::vector<const clang::NamedDecl*> resolve_dependent_callee(clang::ASTContext& context,
                                                                     const clang::CallExpr* call) {
#if LLVM_VERSION_MAJOR >= 20
  return clang::HeuristicResolver(context).resolveCalleeOfCallExpr(call);
#else
  (void)context, (void)call;
  return {};
#endif
}

inline std::vector<const clang::NamedDecl*> resolve_dependent_member(
    clang::ASTContext& context, const clang::CXXDependentScopeMemberExpr* member) {
#if LLVM_VERSION_MAJOR >= 20
  return clang::HeuristicResolver(context).resolveMemberExpr(member);
#else
  (void)context, (void)member;
  return {};
#endif
}

inline void suppress_inline_namespaces(clang::PrintingPolicy& policy) {
#if LLVM_VERSION_MAJOR >= 21
  policy.SuppressInlineNamespace =
      llvm::to_underlying(clang::PrintingPolicy::SuppressInlineNamespaceMode::All);
#else
  policy.SuppressInlineNamespace = true;
#endif
}

inline clang::QualType tag_type(clang::ASTContext& context, const clang::TagDecl* decl) {
#if LLVM_VERSION_MAJOR >= 22
  return context.getCanonicalTagType(decl);
#else
  return context.getTagDeclType(decl);
#endif
}

}  // namespace pool_audit::extract::compat
