#include <cstdio>

#include "tree.h"

int main() {
  Tree tree;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 5; ++i) tree.grow(i * round);
    std::printf("%d\n", tree.sum());
    tree.clear();
  }
  std::printf("%d\n", tree.sum());
}
