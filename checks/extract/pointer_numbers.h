// Pointers that code keeps as numbers, with flags in their low bits.
#pragma once

namespace clang {
class ASTContext;
class Expr;
}  // namespace clang

namespace pool_audit::extract {

// The pointer that a number was made of and still tells, with flags set or cleared or an offset
// added; null when there is none or there are two. Looks through a sum of 16 terms.
[[nodiscard]] const clang::Expr* pointer_in_number(const clang::Expr* expr,
                                                   const clang::ASTContext& ast);

// The number that becomes a pointer once constants have set or cleared its flags: n of n & ~3.
[[nodiscard]] const clang::Expr* without_flags(const clang::Expr* expr,
                                               const clang::ASTContext& ast);

}  // namespace pool_audit::extract
