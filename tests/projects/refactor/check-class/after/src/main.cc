#include <cstdio>

#include "pool.h"

int main() {
  touch(3);
  std::printf("%d %d %d %d %d\n", sum_of({1, 2, 3}), both(4), is_even(6), half(8), holds(2L));
}
