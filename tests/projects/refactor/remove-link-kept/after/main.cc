#include <cstdio>

#include "nodes.h"

int main() {
  int sum = 0;
  for (int i = 0; i < 4; ++i) {
    Node* node = nodes.get(i);
    sum += node->value;
    nodes.put(node);
  }
  std::printf("%d\n", sum);
}
