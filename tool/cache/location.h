// Where the cache lies.
#pragma once

#include <string>

namespace pool_audit::cache {

struct Location {
  std::string folder;  // absolute or as given; empty: there is no place, run without a cache
  std::string origin;  // what decided: "--cache-dir", "POOL_AUDIT_CACHE_DIR", "XDG_CACHE_HOME", ...
};

// `option` (of --cache-dir) if not empty, else $POOL_AUDIT_CACHE_DIR, else
// $XDG_CACHE_HOME/pool-audit, else $HOME/.cache/pool-audit, else none. Empty variables count as
// unset, and so does a relative XDG_CACHE_HOME, as its specification asks. Touches no file.
[[nodiscard]] Location find_cache_folder(const std::string& option);

}  // namespace pool_audit::cache
