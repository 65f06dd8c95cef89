/* Objects that go into another pool than the one they come from, in C. */
#include <stdlib.h>

#include "pool.h"

struct c_pool {
  void* spare;
};
static struct c_pool small;
static struct c_pool large;
static struct c_pool ranks[2];
struct worker {
  struct c_pool own;
  struct c_pool mail;
  struct c_pool* shared;
};
static void give_small(struct item* item) {
  c_put(&small, item);
}
static struct item* take_large(void) {
  return c_get(&large);
}

#define SMALL_PUT(item) c_put(&small, (item))

void crosses(void) {
  struct item* item = c_get(&small);
  item->number = 1;
  c_put(&large, item); /* // warn: object taken from 'small' is put into 'large' */
}

void leaves_a_member(struct worker* worker) {
  struct item* item = c_get(&worker->own);
  c_put(&small, item); /* // warn: object taken from 'worker::own' is put into 'small' */
}

void crosses_at_the_end(void) {
  struct item* item = c_get(&large);
  if (chance()) goto out;
  item->number = 2;
out:
  c_put(&small, item); /* // warn: object taken from 'large' is put into 'small' */
}

void between_members(struct worker* worker) {
  struct item* item = c_get(&worker->own);
  c_put(&worker->mail, item); /* // warn: 'worker::own' is put into 'worker::mail' */
}

void by_a_macro(void) {
  struct item* item = c_get(&large);
  SMALL_PUT(item); /* // warn: object taken from 'large' is put into 'small' */
}

void in_one_branch(void) {
  struct item* item = c_get(&small);
  if (item->number)
    c_put(&small, item);
  else
    c_put(&large, item); /* // warn: object taken from 'small' is put into 'large' */
}

void through_an_alias(void) {
  struct item* item = c_get(&small);
  void* same = item;
  c_put(&large, same); /* // warn: object taken from 'small' is put into 'large' */
}

void exchanged(void) {
  struct item* a = c_get(&small);
  struct item* b = c_get(&large);
  c_put(&large, a); /* // warn: object taken from 'small' is put into 'large' */
  c_put(&small, b); /* // warn: object taken from 'large' is put into 'small' */
}

void address_of_a_local(void) {
  struct item item = {0};
  c_put(&small, &item); /* // warn: address of the local 'item' is put into 'small' */
}

void of_an_array(void) {
  struct item list[4] = {{0}};
  c_put(&small, &list[1]); /* // warn: address of the local 'list' is put into 'small' */
}

void clean_same(void) {
  struct item* item = c_get(&small);
  c_put(&small, item);
}

void clean_shared(struct worker* worker) {
  struct item* item = c_get(&worker->own);
  c_put(worker->shared, item);
}

void clean_chosen(int one) {
  struct c_pool* which = one ? &small : &large;
  struct item* item = c_get(which);
  c_put(which, item);
}

void clean_macro(void) {
  struct item* item = c_get(&small);
  SMALL_PUT(item);
}

void clean_pointer(void) {
  struct c_pool* same = &large;
  struct item* item = c_get(&large);
  c_put(same, item);
}

void clean_parameter(struct c_pool* from) {
  struct item* item = c_get(from);
  c_put(from, item);
}

void clean_two_parameters(struct c_pool* from, struct c_pool* to) {
  struct item* item = c_get(from);
  c_put(to, item);
}

void clean_wrapper(void) {
  struct item* item = c_get(&small);
  give_small(item);
}

void clean_wrapper_of_get(void) {
  struct item* item = take_large();
  c_put(&large, item);
}

void clean_got_again(void) {
  struct item* item = c_get(&small);
  c_put(&small, item);
  item = c_get(&large);
  c_put(&large, item);
}

void clean_by_branch(int one) {
  struct item* item = one ? c_get(&small) : c_get(&large);
  if (one)
    c_put(&small, item);
  else
    c_put(&large, item);
}

void clean_ranks(int rank) {
  struct item* item = c_get(&ranks[rank]);
  c_put(&ranks[rank], item);
}

void clean_own_memory(void) {
  struct item* item = malloc(sizeof *item);
  free(item);
}

/* The objects of such a pool may be the heap's: this makes it smaller. */
void clean_to_the_heap(void) {
  struct item* item = c_get(&small);
  free(item);
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
static struct cell_pool right_cells;
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

void cell_goes_astray(void) {
  struct cell* cell = cell_get(&left_cells);
  cell_put(&right_cells, cell); /* warn: object taken from 'left_cells' is put into 'right_cells' */
}
void clean_cell_of_either(int right) {
  struct cell_pool* pool = right ? &right_cells : &left_cells;
  struct cell* cell = cell_get(pool);
  cell_put(pool, cell);
}
