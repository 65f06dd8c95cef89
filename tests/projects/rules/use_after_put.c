#include "pool.h"

#define DROP(item)        \
  do {                    \
    c_put(items, (item)); \
  } while (0)

static void give(struct item* item) {
  c_put(items, item);
}
static int number_of(const struct item* item) {
  return item->number;
}
static void look(struct item* item) {
  item->number++;
}

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

int by_a_callee(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  return number_of(item); /* warn: is used after it was put back */
}

int put_by_a_callee(void) {
  struct item* item = c_get(items);
  give(item);
  return item->number; /* warn: is used after it was put back */
}

void through_a_part(void) {
  struct item* item = c_get(items);
  char* text = item->text;
  c_put(items, item);
  text[1] = 'a'; /* warn: is used after it was put back */
}

void through_an_alias(void) {
  struct item* item = c_get(items);
  struct item* same = item;
  c_put(items, item);
  same->number = 2; /* warn: is used after it was put back */
}

void next_of_a_list(struct item* list) {
  while (list) {
    c_put(items, list);
    list = list->next; /* warn: is used after it was put back */
  }
}

void on_one_path(void) {
  struct item* item = c_get(items);
  if (item->number < 0) c_put(items, item);
  item->number = 3; /* warn: is used after it was put back */
}

struct item* returned(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  return item; /* warn: is used after it was put back */
}

void of_a_parameter(struct item* item) {
  c_put(items, item);
  look(item); /* warn: is used after it was put back */
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

int clean_copy(void) {
  struct item* item = c_get(items);
  int number = item->number;
  c_put(items, item);
  return number;
}

void clean_copy_of_all(struct item* out) {
  struct item* item = c_get(items);
  *out = *item;
  DROP(item);
  out->number = 1;
}

int clean_compared(const struct item* other) {
  struct item* item = c_get(items);
  c_put(items, item);
  return item == other;
}

void clean_overwritten(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  item = c_get(items);
  item->number = 1;
  c_put(items, item);
}

void clean_null(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  item = 0;
  if (item) look(item);
}

void clean_either(void) {
  struct item* item = c_get(items);
  if (item->number < 0) {
    c_put(items, item);
    return;
  }
  look(item);
  c_put(items, item);
}

void clean_flag(void) {
  struct item* item = c_get(items);
  int gone = 0;
  if (item->number < 0) {
    c_put(items, item);
    gone = 1;
  }
  if (!gone) {
    look(item);
    c_put(items, item);
  }
}

void clean_whole_list(struct item* list) {
  while (list) {
    struct item* next = list->next;
    c_put(items, list);
    list = next;
  }
}

void clean_other_object(struct item* other) {
  struct item* item = c_get(items);
  c_put(items, item);
  look(other);
}
