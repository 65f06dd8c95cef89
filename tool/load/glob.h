// Globs on paths, as in .gitignore: `*` and `?` stay within a component, `**` crosses them,
// `[a-z]` and `[!a-z]` are classes. A pattern without a slash fits at any depth, one with a slash
// is anchored at the root, and a pattern that names a folder covers everything below it.
#pragma once

#include <string_view>

namespace pool_audit::load {

// `path` is relative with '/' separators, or absolute for files outside the root. Takes time of at
// most the product of both lengths, and a pattern that cannot be well formed fits itself only.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace pool_audit::load
