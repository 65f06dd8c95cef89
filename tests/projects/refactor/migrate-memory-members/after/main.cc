#include <cstdio>

#include "tree.h"

int main() {
  for (int round = 0; round < 3; ++round) {
    Tree tree;
    Node* some = tree.add(1);
    tree.add(2);
    tree.cut(some);
    tree.add(3);
    tree.leaf()->values[3] = 4;
    std::printf("%d\n", tree.sum());
  }
}
