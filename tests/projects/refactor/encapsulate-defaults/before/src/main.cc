#include <cstdio>

#include "buffers.h"

static int first() {
  Buffer* b = buffers.get();
  int out = b->used;
  buffers.put(b);
  return out;
}

static int second(int n) {
  Buffer* b = buffers.get(n);
  int out = b->used;
  buffers.put(b);
  return out;
}

static int third(int n) {
  Buffer* b = buffers.get(n, true);
  int out = b->used;
  buffers.put(b);
  return out;
}

static int fourth() {
  Buffer* b = buffers.get();
  int out = b->used + 10;
  buffers.put(b);
  return out;
}

int main() { std::printf("%d %d %d %d\n", first(), second(2), third(3), fourth()); }
