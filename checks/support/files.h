// Reading whole files and writing them so that a reader never sees half of one.
#pragma once

#include <string>
#include <string_view>

#include "checks/support/result.h"

namespace pool_audit {

// The bytes of a regular file. Errors name the file and the system's reason.
[[nodiscard]] Result<std::string> read_file(const std::string& path);

// Writes through a temporary file in the same folder and a rename: at any moment `path` holds the
// old content or the new one, and a file that was there keeps its permissions. Nothing is left
// behind on failure (a full disk, a read-only folder).
[[nodiscard]] Result<void> write_file_atomically(const std::string& path, std::string_view bytes);

}  // namespace pool_audit
