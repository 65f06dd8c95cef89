#include <cstdio>
#include <exception>

#include "pool.h"

int main() {
  std::printf("%d %d %d %d\n", plain(3), returns_early(0), returns_early(4), returns_early(40));
  std::printf("%d %d %d %ld\n", in_a_loop(6), told_back(5), by_macro(6), doubled(21L));
  std::printf("%d %d %d\n", copied(7), from_member(8), parsed("12"));
}
