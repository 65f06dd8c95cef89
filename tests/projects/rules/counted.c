/* Numbers that go along with unbounded pools, in C. */
#include "pool.h"

struct growing_pool;
struct item* growing_get(struct growing_pool* pool);
void growing_put(struct growing_pool* pool, struct item* item);

extern struct growing_pool* tokens;
static int in_use;
struct item* take(void) {
  ++in_use; /* warn: 'in_use' counts the objects that are out of 'tokens' */
  return growing_get(tokens);
}
void give_back(struct item* item) {
  growing_put(tokens, item);
  in_use -= 1;
}

struct server {
  struct growing_pool* requests;
  int active;
};
struct item* server_begin(struct server* server) {
  struct item* item = growing_get(server->requests);
  server->active++; /* warn: counts the objects that are out of 'server::requests' */
  return item;
}
void server_end(struct server* server, struct item* item) {
  growing_put(server->requests, item);
  server->active--;
}

extern struct growing_pool* spare;
static long idle;
void use_spare(void) {
  struct item* item = growing_get(spare);
  --idle; /* warn: 'idle' counts the objects that are left in 'spare' */
  item->number = 1;
  growing_put(spare, item);
  ++idle;
}

extern struct growing_pool* checked;
static int out_of_checked;
struct item* checked_take(void) {
  if (out_of_checked >= 100) return 0;
  out_of_checked += 1; /* warn: 'out_of_checked' counts the objects that are out of 'checked' */
  return growing_get(checked);
}
void checked_give(struct item* item) {
  out_of_checked -= 1;
  growing_put(checked, item);
}

extern struct growing_pool* pages;
static struct {
  int taken;
  int failed;
} numbers;
struct item* page_take(void) {
  struct item* item = growing_get(pages);
  numbers.taken++; /* warn: counts the objects that are out of 'pages' */
  return item;
}
void page_give(struct item* item) {
  numbers.taken--;
  growing_put(pages, item);
}

/* How often, not how many. */
extern struct growing_pool* clean_total;
static long clean_gets;
void clean_use(void) {
  struct item* item = growing_get(clean_total);
  ++clean_gets;
  growing_put(clean_total, item);
}

/* Goes up and down for something else. */
extern struct growing_pool* clean_depth_pool;
static int clean_depth;
void clean_nest(int more) {
  ++clean_depth;
  if (more) clean_nest(more - 1);
  --clean_depth;
}
void clean_use_depth(void) {
  growing_put(clean_depth_pool, growing_get(clean_depth_pool));
}

/* Two numbers. */
extern struct growing_pool* clean_both;
static long clean_taken;
static long clean_given;
struct item* clean_both_take(void) {
  ++clean_taken;
  return growing_get(clean_both);
}
void clean_both_give(struct item* item) {
  ++clean_given;
  growing_put(clean_both, item);
}

/* The pool has a bound, and the number may be it. */
extern struct c_pool* clean_bounded;
static int clean_out;
struct item* clean_bounded_take(void) {
  ++clean_out;
  return c_get(clean_bounded);
}
void clean_bounded_give(struct item* item) {
  --clean_out;
  c_put(clean_bounded, item);
}

/* Bytes. */
extern struct growing_pool* clean_bytes_pool;
static long clean_bytes;
struct item* clean_bytes_take(int size) {
  struct item* item = growing_get(clean_bytes_pool);
  clean_bytes += size;
  return item;
}
void clean_bytes_give(struct item* item, int size) {
  clean_bytes -= size;
  growing_put(clean_bytes_pool, item);
}
