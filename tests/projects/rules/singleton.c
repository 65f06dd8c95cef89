/* Pools of which one object is taken, once and for all, in C. */
#include "pool.h"

struct c_pool {
  void* spare;
};
static struct c_pool of_main;     /* warn: one object only is ever taken from 'of_main' */
static struct c_pool of_a_field;  /* warn: one object only is ever taken from 'of_a_field' */
static struct c_pool of_no_loop;  /* warn: one object only is ever taken from 'of_no_loop' */
static struct c_pool by_a_macro;  /* warn: one object only is ever taken from 'by_a_macro' */
static struct c_pool in_a_branch; /* warn: one object only is ever taken from 'in_a_branch' */
static struct c_pool clean_of_two;
static struct c_pool clean_in_a_loop;
static struct c_pool clean_of_a_function;
static struct c_pool clean_behind_a_goto;
struct c_pool clean_of_others;
#define TAKE(pool) c_get(&(pool))
static struct {
  struct item* scratch;
} state;

void clean_function(void) {
  struct item* item = c_get(&clean_of_a_function);
  c_put(&clean_of_a_function, item);
}

struct item* clean_exported(void) {
  return c_get(&clean_of_others);
}

int main(int count, char** words) {
  struct item* item = c_get(&of_main);
  struct item* other = c_get(&of_no_loop);
  state.scratch = c_get(&of_a_field);
  state.scratch = TAKE(by_a_macro);
  if (count > 1) words[0] = c_get(&in_a_branch)->text;
  while (chance()) c_put(&clean_in_a_loop, c_get(&clean_in_a_loop));
again:
  c_put(&clean_behind_a_goto, c_get(&clean_behind_a_goto));
  if (chance()) goto again;
  c_put(&clean_of_two, c_get(&clean_of_two));
  c_put(&clean_of_two, c_get(&clean_of_two));
  c_put(&of_no_loop, other);
  c_put(&of_main, item);
  return 0;
}
