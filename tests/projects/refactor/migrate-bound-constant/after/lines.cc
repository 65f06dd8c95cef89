#include "lines.h"

#include <cstddef>
#include <utility>

namespace {

constexpr std::size_t kMostLines = 8;

}  // namespace

pool::bounded_pool<Line> spare_lines_pool(
    kMostLines,
    pool::bound::idle,
    {.reset = [](Line& object) { object.reset(); }},
    pool::order::lifo,
    "spare_lines");

