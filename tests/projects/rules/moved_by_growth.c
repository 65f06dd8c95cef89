/* A pool in C whose elements move, as its model says. */
#include "pool.h"

struct slots;
struct item* slots_get(struct slots* slots);
struct item* slots_at(struct slots* slots, int index);
void slots_put(struct slots* slots, struct item* item);
int slots_index(struct slots* slots, const struct item* item);

extern struct slots* elements;
extern struct slots* others;

void write_after_get(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(elements);
  first->number = 1; /* warn: is used after another get */
  slots_put(elements, second);
}

void clean_looked_up_again(void) {
  struct item* first = slots_get(elements);
  const int index = slots_index(elements, first);
  struct item* second = slots_get(elements);
  first = slots_at(elements, index);
  first->number = 1;
  slots_put(elements, second);
}

void clean_two_pools(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(others);
  first->number = 1;
  slots_put(others, second);
  slots_put(elements, first);
}
