// A folder for files that live no longer than a run.
#pragma once

#include <string>

namespace pool_audit {

// Made in the system's temporary folder when it is first asked for, and removed with everything in
// it by the destructor. Not thread-safe.
class ScratchFolder {
 public:
  ScratchFolder() = default;
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  // Absolute; empty when no folder can be made.
  [[nodiscard]] const std::string& path();

 private:
  bool tried_ = false;
  std::string path_;
};

}  // namespace pool_audit
