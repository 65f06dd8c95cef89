#include "tool/cache/location.h"

#include <cstdlib>

namespace pool_audit::cache {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace

Location find_cache_folder(const std::string& option) {
  if (!option.empty()) return {option, "--cache-dir"};
  if (std::string own = variable("POOL_AUDIT_CACHE_DIR"); !own.empty()) {
    return {std::move(own), "POOL_AUDIT_CACHE_DIR"};
  }
  if (const std::string xdg = variable("XDG_CACHE_HOME"); xdg.starts_with('/')) {
    return {xdg + "/pool-audit", "XDG_CACHE_HOME"};
  }
  if (const std::string home = variable("HOME"); home.starts_with('/')) {
    return {home + "/.cache/pool-audit", "HOME"};
  }
  return {"", "no home folder"};
}

}  // namespace pool_audit::cache
