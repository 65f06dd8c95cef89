// Pools of structs in C, one for each: TYPE_get(TYPE_pool), TYPE_put(TYPE_pool, object).
#pragma once

#include "pool.h"

#define C_POOL(type)                                                                          \
  struct type##_pool;                                                                         \
  __attribute__((annotate("pool::get(pool=0)"))) struct type* type##_get(                     \
      struct type##_pool* pool);                                                              \
  __attribute__((annotate("pool::put(1, pool=0)"))) void type##_put(struct type##_pool* pool, \
                                                                    struct type* object);     \
  extern struct type##_pool* type##_pool

int sink(int value);

#define GET(type) type##_get(type##_pool)
#define PUT(type, object)              \
  do {                                 \
    type##_put(type##_pool, (object)); \
  } while (0)
