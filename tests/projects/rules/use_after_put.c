#include "pool.h"

#define DROP(item)        \
  do {                    \
    c_put(items, (item)); \
  } while (0)

int read_member(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  return item->number; /* warn: is used after it was put back */
}

void write_text(void) {
  struct item* item = c_get(items);
  DROP(item);
  item->text[0] = 0; /* warn: is used after it was put back */
}

void cleared_too_late(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  memset(item, 0, sizeof *item); /* warn: is used after it was put back */
}

void as_untyped_memory(void) {
  void* memory = c_get(items);
  c_put(items, memory);
  ((struct item*)memory)->number = 1; /* warn: is used after it was put back */
}

void in_the_error_branch(void) {
  struct item* item = c_get(items);
  if (chance()) goto fail;
  c_put(items, item);
  return;
fail:
  c_put(items, item);
  item->number = -1; /* warn: is used after it was put back */
}

void clean_macro(void) {
  struct item* item = c_get(items);
  item->number = 1;
  DROP(item);
}

void clean_error_branch(void) {
  struct item* item = c_get(items);
  if (chance()) goto fail;
  item->number = 1;
fail:
  c_put(items, item);
}

void clean_list(void) {
  struct item* item = c_get(items);
  struct item* next;
  item->next = c_get(items);
  next = item->next;
  c_put(items, item);
  next->number = 1;
  c_put(items, next);
}
