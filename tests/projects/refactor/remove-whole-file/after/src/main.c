#include <stdio.h>
#include <stdlib.h>

#include "node.h"

int main(void) {
  int i;
  for (i = 0; i < 3; i++) {
    struct node* node = malloc(sizeof *node);
    if (node == NULL) return 1;
    node->number = i;
    printf("%d\n", node->number);
    free(node);
  }
  return 0;
}
