/* A pool in C that callers leave for another one. */
#include "pool.h"

struct c_pool {
  void* spare;
};

/* Items of requests.
 * pool-audit migrating: to new_pool. Callers left: clean_listed, clean_take, clean_give_back. */
static struct c_pool old_pool;
static struct c_pool new_pool;

int fresh(void) {
  struct item* item = c_get(&old_pool);  // warn: 'old_pool' is on its way out; use 'new_pool'
  c_put(&old_pool, item);                // warn: 'old_pool' is on its way out
  return 0;
}

struct item* handed_out(void) {
  return c_get(&old_pool);  // warn: 'old_pool' is on its way out
}

void taken_back(struct item* item) {
  c_put(&old_pool, item);  // warn: 'old_pool' is on its way out
}

int in_a_branch(int odd) {
  if (odd) {
    struct item* item = c_get(&old_pool);  // warn: 'old_pool' is on its way out
    c_put(&old_pool, item);                // warn: 'old_pool' is on its way out
  }
  return odd;
}

int clean_listed(void) {
  struct item* item = c_get(&old_pool);
  c_put(&old_pool, item);
  return 0;
}

struct item* clean_take(void) {
  return c_get(&old_pool);
}

void clean_give_back(struct item* item) {
  c_put(&old_pool, item);
}

void clean_through_wrappers(void) {
  struct item* item = clean_take();
  clean_give_back(item);
}

void clean_new_pool(void) {
  struct item* item = c_get(&new_pool);
  c_put(&new_pool, item);
}

static struct c_pool clean_staying;

void clean_of_another_pool(void) {
  c_put(&clean_staying, c_get(&clean_staying));
}
