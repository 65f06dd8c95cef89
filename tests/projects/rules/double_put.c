#include "pool.h"

void twice(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  c_put(items, item); /* warn: is put back a second time */
}

void as_untyped_memory(void) {
  struct item* item = c_get(items);
  void* memory = item;
  c_put(items, memory);
  c_put(items, item); /* warn: is put back a second time */
}

void clean_once(void) {
  struct item* item = c_get(items);
  c_put(items, item);
}

void clean_out_parameter(struct item** out) {
  struct item* item = c_get(items);
  if (chance()) {
    c_put(items, item);
    item = 0;
  }
  *out = item;
}
