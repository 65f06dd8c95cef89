#include <pool/meter.h>
#include <stdlib.h>

struct node {
  struct node *next;
  int value;
  char rest[64];
};

struct node_pool {
  struct node *free_nodes;
};

static struct node_pool inner_pool;
static struct node_pool outer_pool;

static struct pool_meter node_pool_meter = POOL_METER("node_pool", struct node);

static struct node *node_get(struct node_pool *pool) {
  struct node *n = pool->free_nodes;
  if (!n) return pool_meter_made_with(&node_pool_meter, calloc(1, sizeof *n));
  pool->free_nodes = n->next;
  pool_meter_hit(&node_pool_meter);
  return n;
}

static void node_put(struct node_pool *pool, struct node *n) {
  n->next = pool->free_nodes;
  pool->free_nodes = n;
  pool_meter_kept(&node_pool_meter);
}

int nodes_used(void) {
  int sum = 0;
  for (int i = 0; i < 3; i++) {
    struct node *inner = node_get(&inner_pool);
    struct node *outer = node_get(&outer_pool);
    if (!inner || !outer) return -1;
    sum += ++inner->value;
    sum += ++outer->value;
    node_put(&inner_pool, inner);
    node_put(&outer_pool, outer);
  }
  return sum;
}
