/* The same in C. */
#include "../pool.h"

struct c_pool {
  void* spare;
};
struct part {
  char bytes[64];
};
struct part_pool;
__attribute__((annotate("pool::get(pool=0)"))) struct part* part_get(struct part_pool* pool);
__attribute__((annotate("pool::put(1, pool=0)"))) void part_put(struct part_pool* pool,
                                                                struct part* part);
struct part_pool {
  struct part* first;
};

static struct c_pool c_requests; /* the first of its kind */
static struct c_pool c_replies;  /* warn: 'c_replies' and 'c_requests' pool the same objects */
struct c_pool c_messages;        /* warn: 'c_messages' and 'c_requests' pool the same objects */
static struct part_pool c_parts;
static struct part_pool c_pieces; /* warn: 'c_pieces' and 'c_parts' pool the same objects */
struct part_pool c_fragments;     /* warn: 'c_fragments' and 'c_parts' pool the same objects */
static _Thread_local struct c_pool clean_c_own;
static struct c_pool clean_c_unused;

void c_use(void) {
  static struct part_pool c_inner; /* warn: 'c_use()::c_inner' and 'c_parts' pool the same */
  struct c_pool clean_c_local = {0};
  c_put(&c_requests, c_get(&c_requests));
  c_put(&c_replies, c_get(&c_replies));
  c_put(&c_messages, c_get(&c_messages));
  part_put(&c_parts, part_get(&c_parts));
  part_put(&c_pieces, part_get(&c_pieces));
  part_put(&c_fragments, part_get(&c_fragments));
  part_put(&c_inner, part_get(&c_inner));
  c_put(&clean_c_own, c_get(&clean_c_own));
  c_put(&clean_c_local, c_get(&clean_c_local));
}

struct clean_part {
  char bytes[32];
};
struct clean_part_pool;
__attribute__((annotate("pool::get(pool=0)"))) struct clean_part* clean_get(
    struct clean_part_pool* pool);
__attribute__((annotate("pool::put(1, pool=0)"))) void clean_put(struct clean_part_pool* pool,
                                                                 struct clean_part* part);
struct clean_part_pool {
  struct clean_part* first;
};
static struct clean_part_pool clean_only_one;
void clean_use_one(struct clean_part_pool* clean_parameter) {
  clean_put(&clean_only_one, clean_get(&clean_only_one));
  clean_put(clean_parameter, clean_get(clean_parameter));
}
