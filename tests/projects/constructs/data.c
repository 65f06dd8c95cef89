/* Where objects are kept in C. */
#include "pool.h"

static void fill(struct item** out) {
  *out = c_get(items);
}
int out_parameter(void) {
  struct item* item = 0;
  fill(&item); /* warn pool-missing-put: not put back on every path */
  if (chance()) return 1;
  c_put(items, item);
  return 0;
}
void clean_out_parameter(void) {
  struct item* item = 0;
  fill(&item);
  c_put(items, item);
}

void pointer_to_pointer(void) {
  struct item* item = c_get(items); /* warn pool-missing-put: not put back on every path */
  struct item** at = &item;
  if (chance()) c_put(items, *at);
}
void clean_pointer_to_pointer(void) {
  struct item* item = 0;
  struct item** at = &item;
  *at = c_get(items);
  c_put(items, item);
}

int untyped(void) {
  void* memory = c_get(items);
  struct item* item = (struct item*)memory;
  c_put(items, memory);
  return item->number; /* warn pool-use-after-put: used after it was put back */
}
void clean_untyped(void) {
  void* memory = c_get(items);
  ((struct item*)memory)->number = 1;
  c_put(items, (struct item*)memory);
}

union any {
  struct item* item;
  void* memory;
  long number;
};
void in_a_union(void) {
  union any value;
  value.item = c_get(items); /* warn pool-missing-put: not put back on every path */
  if (chance()) c_put(items, value.item);
}
void clean_in_a_union(void) {
  union any value;
  value.item = c_get(items);
  c_put(items, (struct item*)value.memory);
}
void out_of_a_union(void) {
  union any value;
  value.memory = c_get(items);
  c_put(items, value.item);
  value.item->number = 1; /* warn pool-use-after-put: used after it was put back */
}

struct job {
  struct item* item;
  int step;
};
void member(void) {
  struct job job = {c_get(items), 0}; /* warn pool-missing-put: not put back on every path */
  if (chance()) return;
  c_put(items, job.item);
}
void clean_member(void) {
  struct job job = {c_get(items), 0};
  struct job copy = job;
  c_put(items, copy.item);
}

void element(void) {
  struct item* all[2];
  all[0] = c_get(items); /* warn pool-missing-put: not put back on every path */
  all[1] = c_get(items);
  if (chance()) c_put(items, all[0]);
  c_put(items, all[1]);
}
void clean_element(void) {
  struct item* all[2];
  all[0] = c_get(items);
  all[1] = all[0];
  c_put(items, all[1]);
}
void clean_elements(void) {
  struct item* all[4];
  for (int i = 0; i < 4; ++i) all[i] = c_get(items);
  for (int i = 0; i < 4; ++i) c_put(items, all[i]);
}

void in_a_global(void) {
  struct item* item = c_get(items);
  kept_item = item;
  c_put(items, item);
  kept_item->number = 1; /* warn pool-use-after-put: used after it was put back */
  kept_item = 0;
}
void clean_in_a_global(void) {
  kept_item = c_get(items);
}
void clean_from_a_global(void) {
  c_put(items, kept_item);
  kept_item = 0;
}

static void put_it(struct item* item) {
  c_put(items, item);
}
static void put_deeper(struct item* item) {
  item->number = 0;
  put_it(item);
}
static struct item* take_it(void) {
  return c_get(items);
}
static struct item* take_deeper(void) {
  struct item* item = take_it();
  item->number = 0;
  return item;
}
void wrapped_twice(void) {
  struct item* item = take_deeper();
  put_deeper(item);
  put_it(item); /* warn pool-double-put: a second time */
}
void clean_wrapped(void) {
  struct item* item = take_deeper();
  put_deeper(item);
}
int wrapped_and_lost(void) {
  struct item* item = take_deeper(); /* warn pool-missing-put: not put back on every path */
  if (item->number == 1) return 1;
  put_deeper(item);
  return 0;
}

struct operations {
  void (*finish)(struct item*);
};
static const struct operations kOperations = {put_deeper};
void by_pointer(void) {
  struct item* item = c_get(items);
  void (*finish)(struct item*) = put_it;
  finish(item);
  c_put(items, item); /* warn pool-double-put: a second time */
}
void by_one_of_two_pointers(int deeper) {
  struct item* item = c_get(items);
  void (*finish)(struct item*) = put_it;
  if (deeper) finish = put_deeper;
  finish(item);
  c_put(items, item); /* warn pool-double-put: a second time */
}
void by_constant_table(void) {
  struct item* item = c_get(items);
  kOperations.finish(item);
  item->number = 1; /* warn pool-use-after-put: used after it was put back */
}
void clean_by_unknown_pointer(void (*finish)(struct item*)) {
  struct item* item = c_get(items);
  finish(item);
}
void clean_by_pointer(void) {
  struct item* item = c_get(items);
  kOperations.finish(item);
}

struct holder {
  struct item* item;
};
void holder_start(struct holder* holder) {
  holder->item = c_get(items);
}
void clean_holder_stop(struct holder* holder) {
  c_put(items, holder->item);
  holder->item = 0;
}
struct item* clean_returned(void) {
  struct item* item = c_get(items);
  item->number = 0;
  return item;
}
