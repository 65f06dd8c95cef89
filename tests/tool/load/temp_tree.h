// A folder of small files for one test, removed when the test ends.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace pool_audit::test {

class TempTree {
 public:
  TempTree() {
    std::string pattern =
        (std::filesystem::canonical(std::filesystem::temp_directory_path()) / "pool-audit.XXXXXX")
            .string();
    root_ = ::mkdtemp(pattern.data());
  }
  ~TempTree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TempTree(const TempTree&) = delete;
  TempTree& operator=(const TempTree&) = delete;

  // Absolute, free of symlinks.
  [[nodiscard]] const std::string& root() const { return root_; }
  [[nodiscard]] std::string path(std::string_view relative) const {
    return root_ + "/" + std::string(relative);
  }
  // Writes the file, makes its folders, returns its absolute path.
  std::string write(std::string_view relative, std::string_view content = "") const {
    const std::filesystem::path file = path(relative);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file.string();
  }
  void folder(std::string_view relative) const {
    std::filesystem::create_directories(path(relative));
  }
  void link(std::string_view target, std::string_view relative) const {
    std::filesystem::create_directories(std::filesystem::path(path(relative)).parent_path());
    std::filesystem::create_symlink(target, path(relative));
  }

 private:
  std::string root_;
};

}  // namespace pool_audit::test
