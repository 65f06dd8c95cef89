#include <memory>
#include <stdio.h>

#include "spares.h"

int sum_of(int n) {
  auto b = std::make_unique<Buffer>();
  for (int i = 0; i < n; ++i) b->values.push_back(i);
  int sum = 0;
  for (int v : b->values) sum += v;
  return sum;
}

int main() { printf("%d %d\n", sum_of(5), sum_of(9)); }
