#include <cstdio>

#include "streams.h"

int main() {
  Lines lines;
  Pages pages;
  std::printf("%d %d\n", lines.width(), pages.length());
}
