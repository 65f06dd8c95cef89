#include "checks/support/scratch_folder.h"

#include <stdlib.h>

#include <filesystem>

namespace pool_audit {

namespace fs = std::filesystem;

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

const std::string& ScratchFolder::path() {
  if (tried_) return path_;
  tried_ = true;
  std::error_code failed;
  fs::path folder = fs::temp_directory_path(failed);
  if (!failed) folder = fs::canonical(folder, failed);
  if (failed) return path_;
  std::string pattern = (folder / "pool-audit-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  return path_;
}

}  // namespace pool_audit
