#include "lines.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace {

constexpr std::size_t kMostLines = 8;
std::vector<std::unique_ptr<Line>> spare_lines;

}  // namespace

std::unique_ptr<Line> take_line() {
  if (spare_lines.empty()) return std::make_unique<Line>();
  std::unique_ptr<Line> line = std::move(spare_lines.back());
  spare_lines.pop_back();
  return line;
}

void give_line(std::unique_ptr<Line> line) {
  line->reset();
  if (spare_lines.size() < kMostLines) spare_lines.push_back(std::move(line));
}
