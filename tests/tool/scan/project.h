// A project in a temporary folder with a work list, for tests.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/tool/load/temp_tree.h"
#include "tool/load/load.h"

namespace pool_audit::test {

class Project {
 public:
  void write(std::string_view file, std::string_view text) const { tree.write(file, text); }

  // A source and its unit, compiled in the root.
  void unit(const std::string& file, std::string_view text, std::vector<std::string> flags = {}) {
    load::TranslationUnit unit;
    unit.file = tree.write(file, text);
    unit.directory = tree.root();
    unit.arguments = {file.ends_with(".c") ? "gcc" : "g++"};
    unit.arguments.insert(unit.arguments.end(), flags.begin(), flags.end());
    unit.arguments.push_back(unit.file);
    list.units.push_back(std::move(unit));
  }

  // As load() promises it.
  load::WorkList work() {
    list.root = tree.root();
    std::sort(list.units.begin(), list.units.end(), [](const auto& a, const auto& b) {
      return std::tie(a.file, a.arguments) < std::tie(b.file, b.arguments);
    });
    return list;
  }

  // Relative to the root.
  std::vector<std::string> shown(std::vector<std::string> paths) const {
    for (std::string& path : paths) path = load::relative_to_root(path, tree.root());
    return paths;
  }

  TempTree tree;
  load::WorkList list;
};

}  // namespace pool_audit::test
