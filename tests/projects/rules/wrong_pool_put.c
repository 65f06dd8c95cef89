/* Objects that go into another pool than the one they come from, in C. */
#include "pool.h"

struct c_pool {
  void* spare;
};
static struct c_pool small;
static struct c_pool large;
struct worker {
  struct c_pool own;
  struct c_pool* shared;
};

void crosses(void) {
  struct item* item = c_get(&small);
  item->number = 1;
  c_put(&large, item); /* // warn: object taken from 'small' is put into 'large' */
}

void leaves_a_member(struct worker* worker) {
  struct item* item = c_get(&worker->own);
  c_put(&small, item); /* // warn: object taken from 'worker::own' is put into 'small' */
}

void crosses_at_the_end(void) {
  struct item* item = c_get(&large);
  if (chance()) goto out;
  item->number = 2;
out:
  c_put(&small, item); /* // warn: object taken from 'large' is put into 'small' */
}

void clean_same(void) {
  struct item* item = c_get(&small);
  c_put(&small, item);
}

void clean_shared(struct worker* worker) {
  struct item* item = c_get(&worker->own);
  c_put(worker->shared, item);
}

void clean_chosen(int one) {
  struct c_pool* which = one ? &small : &large;
  struct item* item = c_get(which);
  c_put(which, item);
}
