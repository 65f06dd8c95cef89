#pragma once

#include <memory>
#include <string>

struct Line {
  std::string text;
  void reset() { text.clear(); }
};

std::unique_ptr<Line> take_line();
void give_line(std::unique_ptr<Line> line);
