#pragma once
#include <memory>
#include <string>
#include <vector>

namespace text {
inline namespace v1 {

struct Scratch {
  std::string line;
  std::vector<int> offsets;
  bool dirty{false};

  void Reset() {
    line.clear();
    dirty = false;
  }
};

}  // namespace v1
}  // namespace text
