// One command line of a database becomes the arguments that clang parses with.
//
//   launchers off -> positional arguments replaced by the source -> flags kept, dropped or noted
#pragma once

#include <string>
#include <vector>

namespace pool_audit::load {

struct Command {
  std::vector<std::string> arguments;  // compiler, flags, [-x LANGUAGE], source
  std::vector<std::string> notes;
  std::string why_not;  // not empty: there is nothing to analyse, and why

  // The arguments with the paths in them made absolute: equal keys mean equal translation units
  // even when their folders differ.
  std::vector<std::string> key;
};

struct Source {
  std::string canonical;  // what is handed to clang
  std::string spelled;    // absolute and normalised, symlinks kept
  // Set when the source itself is a symlink into another folder: where the link stands. Headers
  // beside the link are found only when that folder is searched.
  std::string link_folder;
};

// `arguments` has no response files left. `directory` is absolute and exists unless
// `directory_is_missing`; then relative paths are made absolute, since nobody can go there.
[[nodiscard]] Command normalise_command(const std::vector<std::string>& arguments,
                                        const Source& source, const std::string& directory,
                                        bool directory_is_missing,
                                        const std::vector<std::string>& extra_arguments);

}  // namespace pool_audit::load
