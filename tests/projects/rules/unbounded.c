/* The same in C. */
#include <stdlib.h>

struct node {
  struct node* next;
  char bytes[256];
};

static struct node* free_nodes; /* // warn: 'free_nodes' keeps every object */
struct node* node_alloc(void) {
  struct node* node = free_nodes;
  if (node) {
    free_nodes = node->next;
    return node;
  }
  return malloc(sizeof(*node));
}
void node_free(struct node* node) {
  node->next = free_nodes;
  free_nodes = node;
}

static struct node* clean_free_nodes;
static int resting;
struct node* clean_alloc(void) {
  struct node* node = clean_free_nodes;
  if (node) {
    clean_free_nodes = node->next;
    --resting;
    return node;
  }
  return malloc(sizeof(*node));
}
void clean_free(struct node* node) {
  if (resting == 16) {
    free(node);
    return;
  }
  ++resting;
  node->next = clean_free_nodes;
  clean_free_nodes = node;
}

void clean_users(void) {
  struct node* node = node_alloc();
  if (node) node_free(node);
  node = clean_alloc();
  if (node) clean_free(node);
}
