#include "meter_list.h"

#include <stdlib.h>

#include "pool/meter.h"

static struct listed_node* free_nodes;
static int free_count;
static struct pool_meter free_nodes_meter = POOL_METER("meter_test.list", struct listed_node);

struct listed_node* listed_node_get(int can_make) {
  struct listed_node* node = free_nodes;
  if (node != NULL) {
    free_nodes = node->next;
    --free_count;
    pool_meter_hit(&free_nodes_meter);
    return node;
  }
  return pool_meter_made_with(&free_nodes_meter,
                              can_make ? calloc(1, sizeof(struct listed_node)) : NULL);
}

void listed_node_put(struct listed_node* node) {
  if (free_count == 2) {
    pool_meter_dropped(&free_nodes_meter);
    free(node);
    return;
  }
  node->next = free_nodes;
  free_nodes = node;
  ++free_count;
  pool_meter_kept(&free_nodes_meter);
}
