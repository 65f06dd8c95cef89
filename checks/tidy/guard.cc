// Refuses to be loaded into another clang-tidy than it was built for. Without it such a module
// would register its checks nowhere, and clang-tidy would report nothing.
#include <clang/Basic/Version.h>
#include <llvm/Config/llvm-config.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace pool_audit::tidy {
namespace {

// The number behind "version " in "Debian clang version 22.1.8"; 0 when there is none.
int major_in(const std::string& text) {
  const std::string_view word = "version ";
  const size_t at = text.find(word);
  return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + word.size());
}

// Before every other constructor of the module: those already rely on the layout of LLVM's types.
[[gnu::constructor(101)]] void refuse_other_versions() {
  const std::string running = clang::getClangFullVersion();
  if (major_in(running) == LLVM_VERSION_MAJOR) return;
  std::fprintf(stderr,
               "error: libPoolTidy.so is built for clang-tidy %d and cannot be loaded into '%s'; "
               "use clang-tidy-%d, or build the module against that LLVM "
               "(-DPOOL_AUDIT_LLVM=%d)\n",
               LLVM_VERSION_MAJOR, running.c_str(), LLVM_VERSION_MAJOR, major_in(running));
  std::_Exit(EXIT_FAILURE);
}

}  // namespace
}  // namespace pool_audit::tidy
