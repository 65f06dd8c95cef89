#include "pool.h"

#include <cstdio>

BufferPool buffers;

static int fill(int n) {
  Buffer* taken[5];
  int sum = 0;
  for (Buffer*& each : taken) {
    each = buffers.acquire();
    each->used = n;
    each->bytes.assign(static_cast<size_t>(n) * 1000, 'x');
    sum += each->used + static_cast<int>(each->bytes.size());
  }
  for (Buffer* each : taken) buffers.release(each);
  return sum;
}

int main() { std::printf("%d %d\n", fill(1), fill(2)); }
