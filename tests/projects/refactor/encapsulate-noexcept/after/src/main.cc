#include <cstdio>

#include "blocks.h"

static int use(int number) {
  Block* block = blocks_take();
  block->number = number;
  int out = block->number;
  blocks_give(block);
  return out;
}

int main() {
  blocks_call("all");
  bool none = blocks_has_none();
  std::printf("%d %d %d\n", none, use(3), use(4));
}
