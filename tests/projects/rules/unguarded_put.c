/* C has no exceptions. */
#include "pool.h"

static void stops(void) {
  if (chance()) abort();
}

void clean_c(void) {
  struct item* item = c_get(items);
  stops();
  c_put(items, item);
}
