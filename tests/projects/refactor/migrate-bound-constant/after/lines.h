#pragma once

#include <memory>
#include <pool/bounded_pool.h>
#include <string>

struct Line {
  std::string text;
  void reset() { text.clear(); }
};
extern pool::bounded_pool<Line> spare_lines_pool;
