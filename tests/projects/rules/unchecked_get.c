#include "pool.h"

int read_member(void) {
  struct item* item = c_try_get(items);
  int number = item->number; /* warn: is used without a test */
  c_put(items, item);
  return number;
}

void clean_tested(void) {
  struct item* item = c_try_get(items);
  if (item == 0) return;
  item->number = 1;
  c_put(items, item);
}
