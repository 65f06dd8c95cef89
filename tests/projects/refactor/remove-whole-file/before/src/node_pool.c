#include "node_pool.h"

#include <stdlib.h>

struct node* spare_nodes;
int spare_count;

int has_room(void) { return spare_count < 16; }

struct node* node_get(void) {
  struct node* node = spare_nodes;
  if (node == NULL) return malloc(sizeof(struct node));
  spare_nodes = node->next;
  spare_count--;
  return node;
}

void node_put(struct node* node) {
  if (!has_room()) {
    free(node);
    return;
  }
  node->next = spare_nodes;
  spare_nodes = node;
  spare_count++;
}
