/* A free list in C with a meter. */
#ifndef METER_LIST_H
#define METER_LIST_H

#ifdef __cplusplus
extern "C" {
#endif

struct listed_node {
  struct listed_node* next;
  int value;
};

/* `can_make`: or there is no memory. */
struct listed_node* listed_node_get(int can_make);
/* At most two are kept. */
void listed_node_put(struct listed_node* node);

#ifdef __cplusplus
}
#endif

#endif
