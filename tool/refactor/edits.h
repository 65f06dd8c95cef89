// Edits of many groups as the new contents of files.
//
// A file is known by its real path, so that a header which is reached in several ways is edited
// once. Groups are added as a whole or not at all.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "checks/support/result.h"
#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// The content of a file as it was read, and as it shall be.
struct FileChange {
  std::string before;
  std::string after;
  bool created = false;      // there is no such file before
  bool removed = false;      // nor afterwards
  std::string problem = {};  // why the project\'s style could not be kept; "": nothing is wrong

  friend bool operator==(const FileChange&, const FileChange&) = default;
};

// By real path, absolute.
using Changes = std::map<std::string, FileChange>;

class EditSet {
 public:
  // `root`: of the project, absolute; places are relative to it.
  explicit EditSet(std::string root) : root_(std::move(root)) {}

  // Adds edits that stand or fall together. Equal edits of several groups are one. Errors name the
  // place: in a macro, outside of the project, in a file that a program writes, not in the file,
  // across an edit that is there.
  [[nodiscard]] Result<void> add(const std::vector<inventory::Edit>& edits);

  // New text is formatted as the project's .clang-format says, where there is one. Files that would
  // not change are left out.
  [[nodiscard]] Changes changes() const;

 private:
  struct TextEdit {
    size_t begin = 0;
    size_t end = 0;
    std::string text;

    friend bool operator==(const TextEdit&, const TextEdit&) = default;
  };
  struct File {
    std::shared_ptr<const Source> source;  // as it was read
    std::vector<TextEdit> edits;           // in the order in which they came
  };

  // Whether two different edits touch the same text.
  [[nodiscard]] static bool disturb(const TextEdit& a, const TextEdit& b);

  std::string root_;
  std::map<std::string, File> files_;
};

}  // namespace pool_audit::refactor
