/* Gets whose object nobody looks at, in C. */
#include "pool.h"

static struct item* take(void) {
  return c_get(items);
}
static struct item* take_one_of(struct c_pool* from) {
  struct item* item = c_get(from);
  item->number = 0;
  return item;
}
static struct c_pool* others;

void statement(void) {
  c_get(items); /* warn: is dropped */
}
void macro(void) {
  ITEM_GET(); /* warn: is dropped */
}
void wrapper(void) {
  take(); /* warn: is dropped */
}
void wrapper_of_any_pool(void) {
  take_one_of(others); /* warn: is dropped */
}
void may_fail(void) {
  c_try_get(items); /* warn: is dropped */
}
void under_a_condition(int many) {
  if (many > 3) c_get(items); /* warn: is dropped */
}
void in_a_loop(int many) {
  while (many--) c_get(items); /* warn: is dropped */
}
void in_a_for(int many) {
  for (; many > 0; --many, c_get(others)) { /* warn: is dropped */
    note("%d", many);
  }
}
void in_a_case(int kind) {
  switch (kind) {
    case 1:
      c_get(items); /* warn: is dropped */
      break;
    default:
      break;
  }
}
void behind_a_comma(int many) {
  many = 2, c_get(items); /* warn: is dropped */
}
void behind_a_label(int many) {
  if (many) goto out;
  note("%d", many);
out:
  c_get(items); /* warn: is dropped */
}

void clean_warm_up(void) {
  /* So that the first request finds one. */
  (void)c_get(items);
}
void clean_warm_up_by_a_wrapper(void) {
  (void)take();
}
void clean_used(void) {
  struct item* item = c_get(items);
  c_put(items, item);
}
void clean_handed_on(void) {
  c_put(items, c_get(items));
}
void clean_handed_on_by_macros(void) {
  ITEM_PUT(ITEM_GET());
}
struct item* clean_returned(void) {
  return c_get(items);
}
void clean_stored(struct item** out) {
  *out = c_get(items);
}
int clean_read(struct item** out) {
  return (*out = c_get(items))->number;
}
int clean_tested(void) {
  return c_try_get(items) != 0;
}
void clean_in_a_list(struct item* list) {
  list->next = take();
}
void clean_of_a_wrapper(void) {
  c_put(others, take_one_of(others));
}
