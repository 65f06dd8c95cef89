#include <stdio.h>

#include "node_pool.h"

int main(void) {
  int i;
  for (i = 0; i < 3; i++) {
    struct node* node = node_get();
    if (node == NULL) return 1;
    node->number = i;
    printf("%d\n", node->number);
    node_put(node);
  }
  return 0;
}
