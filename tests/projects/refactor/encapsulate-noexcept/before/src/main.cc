#include <cstdio>

#include "blocks.h"

static int use(int number) {
  Block* block = blocks.take();
  block->number = number;
  int out = block->number;
  blocks.give(block);
  return out;
}

int main() {
  blocks.call("all");
  bool none = blocks.has_none();
  std::printf("%d %d %d\n", none, use(3), use(4));
}
