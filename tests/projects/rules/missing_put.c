/* Objects that are not put back, in C. */
#include <stdlib.h>

#include "pool.h"

struct keeper {
  struct item* item;
};
void keep(struct keeper* keeper, struct item* item) {
  keeper->item = item;
}
static void give(struct item* item) {
  c_put(items, item);
}
static void give_at(struct item** at) {
  c_put(items, *at);
  *at = 0;
}
static void look(const struct item* item) {
  note("%d", item->number);
}

int early_return(void) {
  struct item* item = c_get(items); /* warn: is not put back on every path */
  if (item->number == 0) return -1;
  c_put(items, item);
  return 0;
}

int by_macros(void) {
  struct item* item = ITEM_GET(); /* warn: is not put back on every path */
  if (chance()) return -1;
  ITEM_PUT(item);
  return 0;
}

int past_a_label(void) {
  int result = -1;
  struct item* item = c_get(items); /* warn: is not put back on every path */
  if (chance()) goto out;
  result = item->number;
  c_put(items, item);
out:
  return result;
}

void at_the_end(void) {
  struct item* item = c_get(items); /* warn: is never put back */
  item->number = 3;
}

void only_looked_at(void) {
  struct item* item = c_get(items); /* warn: is never put back */
  look(item);
}

void left_by_break(void) {
  while (chance()) {
    struct item* item = c_get(items); /* warn: is not put back on every path */
    if (item->number < 0) break;
    c_put(items, item);
  }
}

void overwritten(void) {
  struct item* item = c_get(items); /* warn: is never put back */
  item = c_get(items);
  c_put(items, item);
}

void in_one_case(int kind) {
  struct item* item = c_get(items); /* warn: is not put back on every path */
  switch (kind) {
    case 0:
      c_put(items, item);
      break;
    case 1:
      break;
    default:
      c_put(items, item);
  }
}

int second_fails(void) {
  struct item* first = c_get(items); /* warn: is not put back on every path */
  struct item* second = c_try_get(items);
  if (!second) return -1;
  c_put(items, first);
  c_put(items, second);
  return 0;
}

void in_a_local_struct(void) {
  struct keeper keeper;
  keeper.item = c_get(items); /* warn: is not put back on every path */
  if (chance()) return;
  c_put(items, keeper.item);
}

void by_a_callee_at_times(void) {
  struct item* item = c_get(items); /* warn: is not put back on every path */
  if (chance()) give(item);
}

void when_it_was_not_given(void) {
  struct item* item = c_try_get(items); /* warn: is never put back */
  if (!item) c_put(items, item);
}

void clean_straight(void) {
  struct item* item = c_get(items);
  item->number = 1;
  c_put(items, item);
}

void clean_macros(void) {
  struct item* item = ITEM_GET();
  ITEM_PUT(item);
}

int clean_goto(void) {
  int result = -1;
  struct item* item = c_get(items);
  if (chance()) goto out;
  result = item->number;
out:
  c_put(items, item);
  return result;
}

void clean_process_ends(void) {
  struct item* item = c_get(items);
  if (item->number < 0) abort();
  c_put(items, item);
}

int clean_null_test(void) {
  struct item* item = c_try_get(items);
  if (item == 0) return -1;
  c_put(items, item);
  return 0;
}

void clean_put_if_given(void) {
  struct item* item = c_try_get(items);
  if (item) c_put(items, item);
}

struct item* clean_returned(void) {
  struct item* item = c_get(items);
  item->number = 0;
  return item;
}

void clean_kept(struct keeper* keeper) {
  struct item* item = c_get(items);
  keep(keeper, item);
}

void clean_out_parameter(struct item** out) {
  *out = c_get(items);
}

void clean_callee(void) {
  struct item* item = c_get(items);
  look(item);
  give(item);
}

void clean_callee_by_address(void) {
  struct item* item = c_get(items);
  give_at(&item);
}

void clean_correlated(int wanted) {
  struct item* item = 0;
  if (wanted) item = c_get(items);
  if (wanted) c_put(items, item);
}

void clean_list(int many) {
  struct item* list = 0;
  while (many-- > 0) {
    struct item* item = c_get(items);
    item->next = list;
    list = item;
  }
  while (list) {
    struct item* next = list->next;
    c_put(items, list);
    list = next;
  }
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

int lost_cell(int early) {
  struct cell* cell = cell_get(&left_cells); /* warn: is not put back on every path */
  if (early) return -1;
  cell_put(&left_cells, cell);
  return 0;
}
int clean_cell(int early) {
  struct cell* cell = cell_get(&left_cells);
  int out = 0;
  if (early) out = -1;
  cell_put(&left_cells, cell);
  return out;
}
