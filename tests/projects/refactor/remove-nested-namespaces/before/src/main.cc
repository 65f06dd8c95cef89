#include <cstdio>
#include <thread>

#include "scratch.h"

namespace tx = text;

static std::size_t Split(const std::string& input, char sep) {
  auto scratch = tx::TakeScratch();
  scratch->offsets.clear();
  for (std::size_t i = 0; i < input.size(); ++i) {
    if (input[i] == sep) {
      scratch->offsets.push_back(static_cast<int>(i));
      scratch->dirty = true;
    } else {
      scratch->line += input[i];
    }
  }
  std::size_t n = scratch->offsets.size() + (scratch->dirty ? 1 : 0) + scratch->line.size();
  tx::ReturnScratch(std::move(scratch));
  return n;
}

int main() {
  std::printf("%zu\n", Split("a,b,c", ','));
  std::thread other([] { std::printf("%zu\n", Split("x;y", ';')); });
  other.join();
  std::printf("%zu\n", Split("", ','));
}
