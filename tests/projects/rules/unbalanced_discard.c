/* Objects of a strict pool that are destroyed behind its back, in C. */
#include <stdlib.h>

#include "pool.h"

struct strict_pool;
struct item* strict_get(struct strict_pool* pool);
void strict_put(struct strict_pool* pool, struct item* item);
void strict_drop(struct strict_pool* pool, struct item* item);
extern struct strict_pool* strict;
struct client {
  struct strict_pool* connections;
};
static int works(const struct item* item) {
  return item->number > 0;
}
static void destroy(struct item* item) {
  free(item);
}
#define DESTROY(item) free(item)

void broken(void) {
  struct item* item = strict_get(strict);
  if (!works(item)) {
    free(item); /* warn: is destroyed, of which the pool knows nothing */
    return;
  }
  strict_put(strict, item);
}

void always(void) {
  struct item* item = strict_get(strict);
  item->number = 1;
  free(item); /* warn: its place is lost for good, use strict_drop() */
}

void by_a_macro(void) {
  struct item* item = strict_get(strict);
  if (item->number)
    DESTROY(item); /* warn: is destroyed, of which the pool knows nothing */
  else
    strict_put(strict, item);
}

void as_untyped_memory(void) {
  void* memory = strict_get(strict);
  free(memory); /* warn: is destroyed, of which the pool knows nothing */
}

void behind_a_label(void) {
  struct item* item = strict_get(strict);
  if (chance()) goto fail;
  strict_put(strict, item);
  return;
fail:
  free(item); /* warn: is destroyed, of which the pool knows nothing */
}

void in_a_case(int kind) {
  struct item* item = strict_get(strict);
  switch (kind) {
    case 1:
      free(item); /* warn: is destroyed, of which the pool knows nothing */
      break;
    default:
      strict_put(strict, item);
  }
}

void in_a_loop(int many) {
  while (many--) {
    struct item* item = strict_get(strict);
    if (works(item)) {
      strict_put(strict, item);
      continue;
    }
    free(item); /* warn: is destroyed, of which the pool knows nothing */
  }
}

void of_a_member(struct client* client) {
  struct item* item = strict_get(client->connections);
  if (item->number < 0)
    free(item); /* warn: is destroyed, of which the pool knows nothing */
  else
    strict_put(client->connections, item);
}

void through_an_alias(void) {
  struct item* item = strict_get(strict);
  struct item* same = item;
  if (works(item))
    strict_put(strict, item);
  else
    free(same); /* warn: is destroyed, of which the pool knows nothing */
}

void second_of_two(void) {
  struct item* first = strict_get(strict);
  struct item* second = strict_get(strict);
  strict_put(strict, first);
  free(second); /* warn: is destroyed, of which the pool knows nothing */
}

void by_a_callee(void) {
  struct item* item = strict_get(strict);
  if (works(item))
    strict_put(strict, item);
  else
    destroy(item); /* warn: is destroyed, of which the pool knows nothing */
}

void clean_told(void) {
  struct item* item = strict_get(strict);
  if (works(item))
    strict_put(strict, item);
  else
    strict_drop(strict, item);
}

void clean_put(void) {
  struct item* item = strict_get(strict);
  strict_put(strict, item);
}

void clean_told_and_freed(void) {
  struct item* item = strict_get(strict);
  strict_drop(strict, item);
}

void clean_no_bound(void) {
  struct item* item = c_get(items);
  if (chance())
    free(item);
  else
    c_put(items, item);
}

void clean_own_memory(void) {
  struct item* item = malloc(sizeof *item);
  free(item);
}

void clean_other_object(struct item* other) {
  struct item* item = strict_get(strict);
  free(other);
  strict_put(strict, item);
}

void clean_what_it_points_to(void) {
  struct item* item = strict_get(strict);
  free(item->next);
  item->next = 0;
  strict_put(strict, item);
}

struct item* clean_returned(void) {
  return strict_get(strict);
}

void clean_process_ends(void) {
  struct item* item = strict_get(strict);
  if (!works(item)) {
    free(item->next);
    abort();
  }
  strict_put(strict, item);
}

void clean_behind_a_label(void) {
  struct item* item = strict_get(strict);
  if (chance()) goto fail;
  strict_put(strict, item);
  return;
fail:
  strict_drop(strict, item);
}
