// --path-map FROM=TO: databases that were written on another machine.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::load {

// Replaces path prefixes, at component boundaries only: FROM=/ci maps "/ci" and "/ci/a" but never
// "/cinema". Of several pairs the first that fits is used, and a result is never mapped again.
class PathMap {
 public:
  // FROM must not be empty; a relative TO is taken from the current folder.
  [[nodiscard]] static Result<PathMap> make(
      const std::vector<std::pair<std::string, std::string>>& pairs);

  [[nodiscard]] bool empty() const { return pairs_.empty(); }
  [[nodiscard]] std::string path(std::string_view path) const;
  // Maps the path or paths inside a compiler argument: "-I/ci/a", "-DX=\"/ci/a\"", "@/ci/rsp",
  // "--sysroot=/ci/root", "-Wl,-rpath,/ci/lib".
  [[nodiscard]] std::string argument(std::string_view argument) const;

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

}  // namespace pool_audit::load
