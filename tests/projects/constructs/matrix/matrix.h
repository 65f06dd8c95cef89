// What the cells of the matrix are made of: one pool for each way in which C and C++ offer one.
#pragma once

#include "pool.h"

#ifdef __cplusplus
#define POOL_GET() pool.get()
#define POOL_TRY_GET() pool.try_get()
#define POOL_PUT(item) \
  do {                 \
    pool.put(item);    \
  } while (0)
#else
#define ITEM_TRY_GET() c_try_get(items)

/* Members in C: a table of functions. */
static struct item* table_get(void) {
  return c_get(items);
}
static struct item* table_try_get(void) {
  return c_try_get(items);
}
static void table_put(struct item* item) {
  c_put(items, item);
}
struct operations {
  struct item* (*get)(void);
  struct item* (*try_get)(void);
  void (*put)(struct item* item);
};
static const struct operations table = {table_get, table_try_get, table_put};

/* A lease in C: a variable whose end is a function of the program. */
static void lease_end(struct item** at) {
  if (*at) c_put(items, *at);
}
static struct item* lease_release(struct item** at) {
  struct item* out = *at;
  *at = 0;
  return out;
}
#define LEASE __attribute__((cleanup(lease_end)))
#endif
