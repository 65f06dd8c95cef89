// A second tree beside a program, in which its compile commands work as they do in the first.
//
//   /home/me/p/src, /home/me/p/build  --mirror-->  SCRATCH/src, SCRATCH/build
//
// Both lie to one another as they did, so that relative paths in the commands lead to the same
// places, and a path map moves the absolute ones. The caller fills in the sources.
#pragma once

#include <string>

#include "checks/support/result.h"
#include "checks/support/scratch_folder.h"
#include "tool/cli/options.h"

namespace pool_audit {

class Shadow {
 public:
  // `tree` is the folder with the sources, absolute; `build` names the compile database. Copies
  // what the build generated: files that a compiler may read, no objects. The tree is an empty
  // folder then, but for a build folder in it.
  [[nodiscard]] Result<void> make(const std::string& tree, const std::string& build);
  // Copies the sources as they are, without what belongs to git. Symbolic links stay links.
  [[nodiscard]] Result<void> copy_sources();

  [[nodiscard]] const std::string& tree() const { return tree_there_; }
  // The options of a run over this tree. `root` is that of the project, in the original tree; the
  // configuration is the one of there.
  [[nodiscard]] cli::Options options(const cli::Options& original, const std::string& root) const;

 private:
  [[nodiscard]] std::string moved(const std::string& path) const;

  ScratchFolder scratch_;
  std::string tree_;
  std::string build_;
  std::string tree_there_;
  std::string build_there_;
};

}  // namespace pool_audit
