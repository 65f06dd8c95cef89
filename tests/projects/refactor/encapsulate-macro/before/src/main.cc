#include <cstdio>

#include "buffers.h"

int main() {
  Buffer* b = TAKE();
  b->used = 1;
  int out = b->used;
  buffers.release(b);
  ObjectPool<Buffer>* all = &buffers;
  std::printf("%d %lu\n", out, all->idle());
}
