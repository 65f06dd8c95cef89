// Preloaded into clang-tidy, it makes it say that it is of another version.
#include <string>

namespace clang {
std::string getClangFullVersion() {
  return "Some clang version 7.0.1 (of a test)";
}
}  // namespace clang
