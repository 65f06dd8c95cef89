#include <cstdio>

#include "lines.h"

static int measure(const char* text) {
  auto line = take_line();
  line->text += text;
  const int out = static_cast<int>(line->text.size());
  give_line(std::move(line));
  return out;
}

int main() { std::printf("%d %d\n", measure("a"), measure("bcd")); }
