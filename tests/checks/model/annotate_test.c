/* The header's macros stand where C allows attributes, whatever the compiler. */
#include "runtime/include/pool/annotate.h"

struct POOL_HANDLE annotate_lease {
  int held;
};

struct POOL_POOL annotate_pool {
  struct annotate_lease spare POOL_NOT_A_POOL;
};

POOL_GET_FROM(0) int* annotate_take(struct annotate_pool* pool);
POOL_GET_OUT_FROM(1, 0) int annotate_take_out(struct annotate_pool* pool, int** out);
POOL_PUT_INTO(1, 0) void annotate_give(struct annotate_pool* pool, int* object);
POOL_RESET_ARG(0) void annotate_clean(int* object);
POOL_CONSUMES(0) void annotate_send(int* object);
POOL_POOL extern struct annotate_pool annotate_spares;

int* annotate_take(struct annotate_pool* pool) {
  return &pool->spare.held;
}
int annotate_take_out(struct annotate_pool* pool, int** out) {
  *out = annotate_take(pool);
  return 0;
}
void annotate_give(struct annotate_pool* pool, int* object) {
  pool->spare.held = *object;
}
void annotate_clean(int* object) {
  *object = 0;
}
void annotate_send(int* object) {
  annotate_clean(object);
}
struct annotate_pool annotate_spares;
