#include <cstdio>

#include "buffers.h"

static int first() {
  Buffer* b = buffers_get();
  int out = b->used;
  buffers_put(b);
  return out;
}

static int second(int n) {
  Buffer* b = buffers_get(n);
  int out = b->used;
  buffers_put(b);
  return out;
}

static int third(int n) {
  Buffer* b = buffers_get(n, true);
  int out = b->used;
  buffers_put(b);
  return out;
}

static int fourth() {
  Buffer* b = buffers_get();
  int out = b->used + 10;
  buffers_put(b);
  return out;
}

int main() { std::printf("%d %d %d %d\n", first(), second(2), third(3), fourth()); }
