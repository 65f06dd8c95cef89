#include <stdio.h>

#include "spares.h"

static Shelf<Buffer> spares;

int sum_of(int n) {
  Buffer* b = spares.acquire();
  for (int i = 0; i < n; ++i) b->values.push_back(i);
  int sum = 0;
  for (int v : b->values) sum += v;
  spares.release(b);
  return sum;
}

int main() { printf("%d %d\n", sum_of(5), sum_of(9)); }
