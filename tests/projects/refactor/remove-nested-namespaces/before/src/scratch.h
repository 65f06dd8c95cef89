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

std::unique_ptr<Scratch> TakeScratch();
void ReturnScratch(std::unique_ptr<Scratch> scratch);

}  // namespace v1
}  // namespace text
