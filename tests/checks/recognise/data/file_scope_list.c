/* The free list of C: objects hang on each other, a static pointer heads them. */
#include <stdlib.h>

struct node {
  struct node *next;
  int value;
};

static struct node *free_nodes; /* pool: free_nodes; pooled=node factory=malloc() */

static struct node *node_get(void) {
  struct node *n = free_nodes;
  if (n)
    free_nodes = n->next;
  else
    n = malloc(sizeof *n);
  return n;
}

static void node_put(struct node *n) {
  n->next = free_nodes;
  free_nodes = n;
}

int use(void) {
  struct node *n = node_get(); /* get: free_nodes */
  int value;
  if (!n) return 0;
  value = n->value;
  node_put(n); /* put: free_nodes */
  return value;
}
