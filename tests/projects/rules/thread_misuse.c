/* The same in C, with POSIX threads. */
#include <pthread.h>
#include <stdlib.h>

struct node {
  struct node* next;
};
static struct node* free_nodes;
struct node* node_take(void) {
  struct node* node = free_nodes;
  if (!node) return malloc(sizeof(*node));
  free_nodes = node->next;
  return node;
}
void node_recycle(struct node* node) {
  node->next = free_nodes;
  free_nodes = node;
}

static void* work(void* unused) {
  (void)unused;
  struct node* node = node_take(); /* // warn: 'free_nodes' is for one thread at a time */
  node_recycle(node);
  return NULL;
}

void two(void) {
  pthread_t threads[2];
  int i;
  for (i = 0; i < 2; ++i) pthread_create(&threads[i], NULL, work, NULL);
  for (i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
}

static struct node* clean_free_nodes;
struct node* clean_take(void) {
  struct node* node = clean_free_nodes;
  if (!node) return malloc(sizeof(*node));
  clean_free_nodes = node->next;
  return node;
}
void clean_recycle(struct node* node) {
  node->next = clean_free_nodes;
  clean_free_nodes = node;
}
static void* clean_work(void* unused) {
  (void)unused;
  clean_recycle(clean_take());
  return NULL;
}
void clean_one(void) {
  pthread_t thread;
  clean_recycle(clean_take());
  pthread_create(&thread, NULL, clean_work, NULL);
  pthread_join(thread, NULL);
  clean_recycle(clean_take());
}
