#include <cstdio>

#include "lines.h"

static int measure(const char* text) {
  auto line = spare_lines_pool.acquire();
  line->text += text;
  const int out = static_cast<int>(line->text.size());
  return out;
}

int main() { std::printf("%d %d\n", measure("a"), measure("bcd")); }
