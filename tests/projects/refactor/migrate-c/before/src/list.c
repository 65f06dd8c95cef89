#include <stdio.h>
#include <stdlib.h>

#define MOST_SPARES 8

struct node {
  struct node *next;
  int value;
};

static struct node *free_nodes;
static int free_count;

static struct node *node_alloc(void) {
  struct node *n = free_nodes;
  if (n == NULL) return malloc(sizeof *n);
  free_nodes = n->next;
  free_count--;
  return n;
}

static void node_free(struct node *n) {
  if (free_count >= MOST_SPARES) {
    free(n);
    return;
  }
  n->next = free_nodes;
  free_nodes = n;
  free_count++;
}

int main(void) {
  int i, sum = 0;
  for (i = 0; i < 20; i++) {
    struct node *n = node_alloc();
    if (n == NULL) return 1;
    n->value = i;
    sum += n->value;
    node_free(n);
  }
  printf("%d\n", sum);
  return 0;
}
