/* Objects that are put back twice, in C. */
#include <stdlib.h>

#include "pool.h"

struct holder {
  struct item* item;
};
static void give(struct item* item) {
  c_put(items, item);
}
static void give_at(struct item** at) {
  c_put(items, *at);
  *at = 0;
}

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

void by_macros(void) {
  struct item* item = ITEM_GET();
  ITEM_PUT(item);
  ITEM_PUT(item); /* warn: is put back a second time */
}

void in_the_error_branch(void) {
  struct item* item = c_get(items);
  if (item->number < 0) c_put(items, item);
  c_put(items, item); /* warn: is put back a second time */
}

void behind_a_label(void) {
  struct item* item = c_get(items);
  if (chance()) {
    c_put(items, item);
    goto out;
  }
  item->number = 1;
out:
  c_put(items, item); /* warn: is put back a second time */
}

void by_a_callee(void) {
  struct item* item = c_get(items);
  give(item);
  c_put(items, item); /* warn: is put back a second time */
}

void by_two_callees(void) {
  struct item* item = c_get(items);
  give(item);
  give(item); /* warn: is put back a second time */
}

void through_an_alias(void) {
  struct item* item = c_get(items);
  struct item* same = item;
  c_put(items, item);
  c_put(items, same); /* warn: is put back a second time */
}

void through_a_member(void) {
  struct holder holder;
  holder.item = c_get(items);
  c_put(items, holder.item);
  c_put(items, holder.item); /* warn: is put back a second time */
}

void in_a_loop(int many) {
  struct item* item = c_get(items);
  do {
    c_put(items, item); /* warn: is put back a second time */
  } while (--many > 0);
}

void falls_through(int kind) {
  struct item* item = c_get(items);
  switch (kind) {
    case 0:
      c_put(items, item);
    case 1:
      c_put(items, item); /* warn: is put back a second time */
      break;
    default:
      c_put(items, item);
  }
}

void of_a_parameter(struct item* item) {
  c_put(items, item);
  if (chance()) c_put(items, item); /* warn: is put back a second time */
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

void clean_macros(void) {
  struct item* item = ITEM_GET();
  ITEM_PUT(item);
  item = ITEM_GET();
  ITEM_PUT(item);
}

void clean_got_again(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  item = c_get(items);
  c_put(items, item);
}

void clean_either(void) {
  struct item* item = c_get(items);
  if (chance())
    c_put(items, item);
  else
    give(item);
}

void clean_left_early(void) {
  struct item* item = c_get(items);
  if (item->number < 0) {
    c_put(items, item);
    return;
  }
  c_put(items, item);
}

void clean_null_again(void) {
  struct item* item = c_get(items);
  c_put(items, item);
  item = 0;
  if (item) c_put(items, item);
}

void clean_by_address(void) {
  struct item* item = c_get(items);
  give_at(&item);
  if (item) give_at(&item);
}

void clean_two(void) {
  struct item* first = c_get(items);
  struct item* second = c_get(items);
  c_put(items, first);
  c_put(items, second);
}

void clean_correlated(int early) {
  struct item* item = c_get(items);
  if (early) c_put(items, item);
  note("%d", early);
  if (!early) c_put(items, item);
}

void clean_loop(int many) {
  while (many--) {
    struct item* item = c_get(items);
    c_put(items, item);
  }
}

struct links {
  struct links* next;
  int index;
};
#define PUT_IF(at)              \
  do {                          \
    struct item* one = (at);    \
    if (one) c_put(items, one); \
  } while (0)
void clean_by_index(struct item** all, struct links* first) {
  struct links* link;
  for (link = first; link; link = link->next) PUT_IF(all[link->index]);
}

/* A pool of its own that its functions are handed: what moves up in the list does not leave it. */
struct cell {
  struct cell* next;
  int number;
};
struct cell_pool {
  struct cell* free_cells;
};
static struct cell_pool left_cells;
static struct cell* cell_get(struct cell_pool* pool) {
  struct cell* cell = pool->free_cells;
  if (cell) {
    pool->free_cells = cell->next;
  } else {
    cell = malloc(sizeof *cell);
  }
  return cell;
}
static void cell_put(struct cell_pool* pool, struct cell* cell) {
  cell->next = pool->free_cells;
  pool->free_cells = cell;
}

static int ship(struct cell* cell) {
  if (cell->number < 0) {
    cell_put(&left_cells, cell);
    return -1;
  }
  return 0;
}
void shipped_twice(void) {
  struct cell* cell = cell_get(&left_cells);
  if (ship(cell)) {
    cell_put(&left_cells, cell); /* warn: is put back a second time */
    return;
  }
  cell_put(&left_cells, cell);
}
void clean_shipped(void) {
  struct cell* cell = cell_get(&left_cells);
  if (ship(cell)) return;
  cell_put(&left_cells, cell);
}
