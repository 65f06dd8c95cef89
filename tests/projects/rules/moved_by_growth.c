/* A pool in C whose elements move, as its model says. */
#include "pool.h"

struct slots;
struct item* slots_get(struct slots* slots);
struct item* slots_at(struct slots* slots, int index);
void slots_put(struct slots* slots, struct item* item);
int slots_index(struct slots* slots, const struct item* item);

extern struct slots* elements;
extern struct slots* others;
#define SLOT() slots_get(elements)
static struct item* take(void) {
  return slots_get(elements);
}
static void grow(void) {
  slots_put(elements, slots_get(elements));
}

void write_after_get(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(elements);
  first->number = 1; /* warn: is used after another get */
  slots_put(elements, second);
}

void by_macros(void) {
  struct item* first = SLOT();
  struct item* second = SLOT();
  first->number = 1; /* warn: is used after another get */
  slots_put(elements, second);
}

void read_after_get(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(elements);
  second->number = first->number; /* warn: is used after another get */
  slots_put(elements, second);
}

void put_after_get(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(elements);
  slots_put(elements, second);
  slots_put(elements, first); /* warn: after another get */
}

void on_one_path(void) {
  struct item* first = slots_get(elements);
  if (chance()) slots_put(elements, slots_get(elements));
  first->number = 1; /* warn: is used after another get */
}

void through_a_part(void) {
  struct item* first = slots_get(elements);
  char* text = first->text;
  struct item* second = slots_get(elements);
  text[0] = 'a'; /* warn: is used after another get */
  slots_put(elements, second);
}

void in_a_loop(int many) {
  struct item* last = 0;
  while (many--) {
    struct item* item = slots_get(elements);
    if (last) last->number = many; /* warn: is used after another get */
    last = item;
  }
}

void by_a_wrapper(void) {
  struct item* first = slots_get(elements);
  struct item* second = take();
  first->number = 2; /* warn: is used after another get */
  slots_put(elements, second);
}

struct item* returned(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(elements);
  slots_put(elements, second);
  return first; /* warn: after another get */
}

void behind_a_label(void) {
  struct item* first = slots_get(elements);
  struct item* second;
  if (chance()) goto out;
  second = slots_get(elements);
  slots_put(elements, second);
out:
  first->number = 4; /* warn: is used after another get */
}

void cleared(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(elements);
  memset(first, 0, sizeof *first); /* warn: is used after another get */
  slots_put(elements, second);
}

void of_a_callee(void) {
  struct item* first = slots_get(elements);
  grow();
  first->number = 5; /* warn: is used after another get */
}

void clean_looked_up_again(void) {
  struct item* first = slots_get(elements);
  const int index = slots_index(elements, first);
  struct item* second = slots_get(elements);
  first = slots_at(elements, index);
  first->number = 1;
  slots_put(elements, second);
}

void clean_two_pools(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(others);
  first->number = 1;
  slots_put(others, second);
  slots_put(elements, first);
}

void clean_one(void) {
  struct item* item = slots_get(elements);
  item->number = 1;
  slots_put(elements, item);
}

void clean_one_after_the_other(void) {
  struct item* first = slots_get(elements);
  first->number = 1;
  slots_put(elements, first);
  struct item* second = slots_get(elements);
  second->number = 2;
  slots_put(elements, second);
}

void clean_overwritten(void) {
  struct item* item = slots_get(elements);
  item->number = 1;
  slots_put(elements, item);
  item = slots_get(elements);
  item->number = 2;
  slots_put(elements, item);
}

void clean_copy(void) {
  struct item* first = slots_get(elements);
  struct item copy = *first;
  struct item* second = slots_get(elements);
  second->number = copy.number;
  slots_put(elements, second);
}

void clean_used_before(void) {
  struct item* first = slots_get(elements);
  first->number = 1;
  int index = slots_index(elements, first);
  struct item* second = slots_get(elements);
  second->number = index;
  slots_put(elements, second);
}

void clean_loop(int many) {
  while (many--) {
    struct item* item = slots_get(elements);
    item->number = many;
    slots_put(elements, item);
  }
}

void clean_other_path(void) {
  struct item* first = slots_get(elements);
  if (chance()) {
    struct item* second = slots_get(elements);
    slots_put(elements, second);
    return;
  }
  first->number = 1;
  slots_put(elements, first);
}

void clean_last(void) {
  struct item* first = slots_get(elements);
  struct item* second = slots_get(elements);
  second->number = 1;
  slots_put(elements, second);
  first = slots_get(elements);
  first->number = 2;
  slots_put(elements, first);
}
