// Functions that are called through constants: `const struct operations table = {get, put}`.
#pragma once

namespace clang {
class CallExpr;
class FunctionDecl;
}  // namespace clang

namespace pool_audit::extract {

// The function that the call reaches through a constant pointer, or through a member of a constant
// table, whose initialiser this unit shows. Null for every other call. Looks through 16 steps.
[[nodiscard]] const clang::FunctionDecl* constant_callee(const clang::CallExpr* call);

}  // namespace pool_audit::extract
