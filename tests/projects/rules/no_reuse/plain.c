/* The same in C. */
#include "../pool.h"

struct c_pool {
  void* spare;
};
static struct c_pool c_taken_only;  /* warn: 'c_taken_only' hands out objects that nobody */
static struct c_pool c_put_only;    /* warn: 'c_put_only' takes objects that nobody ever gets */
static struct c_pool c_by_a_macro;  /* warn: 'c_by_a_macro' hands out objects that nobody */
static struct c_pool c_overwritten; /* warn: 'c_overwritten' hands out objects that nobody ever */
static struct c_pool c_in_a_branch; /* warn: 'c_in_a_branch' takes objects that nobody ever gets */
static struct c_pool clean_c_used;
static struct c_pool clean_c_kept;
static struct c_pool clean_c_given;
static struct c_pool clean_c_out;
struct c_pool clean_c_exported;
#define TAKE(pool) c_get(&(pool))
struct item* kept_in_c;
void give_to(struct item* item);

int c_leaks(void) {
  return c_get(&c_taken_only)->number;
}
void c_drops(struct item* item) {
  c_put(&c_put_only, item);
}
int c_macro(void) {
  struct item* item = TAKE(c_by_a_macro);
  return item->number;
}
void c_overwrites(void) {
  struct item* item = c_get(&c_overwritten);
  item->number = 1;
  item = 0;
}
void c_branch(struct item* item) {
  if (item->number) c_put(&c_in_a_branch, item);
}

void clean_c_reuse(void) {
  struct item* item = c_get(&clean_c_used);
  c_put(&clean_c_used, item);
}
void clean_c_keep(void) {
  kept_in_c = c_get(&clean_c_kept);
}
void clean_c_give(void) {
  give_to(c_get(&clean_c_given));
}
void clean_c_out_parameter(struct item** out) {
  *out = c_get(&clean_c_out);
}
void clean_c_export(void) {
  kept_in_c = c_get(&clean_c_exported);
}
