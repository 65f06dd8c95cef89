#include "../include/svc/plain.h"

struct c_pool svc_buffers; /* warn: 'svc_buffers' is declared in 'public_api */
struct c_pool svc_lines;   /* warn: 'svc_lines' is declared in 'public_api */
struct c_pool clean_svc_hidden;
struct c_pool clean_svc_in_one_unit;
static struct c_pool clean_svc_own;
static struct c_pool clean_svc_second;

struct c_pool* svc_pool(void) { /* warn: 'svc_pool()' hands out the pool 'svc_buffers' itself */
  return &svc_buffers;
}
struct c_pool* svc_static_pool(void) { /* warn: 'svc_static_pool()' hands out the pool */
  static struct c_pool pool;
  return &pool;
}
struct c_pool* svc_chosen_pool(int which) { /* warn: 'svc_chosen_pool()' hands out the pool */
  return which ? &svc_buffers : &svc_lines;
}
struct c_pool* svc_pool_at(int number) { /* warn: 'svc_pool_at()' hands out the pool */
  (void)number;
  return &svc_lines;
}
static struct c_pool* clean_svc_pool(void) {
  return &clean_svc_own;
}
struct item* clean_svc_take(void) {
  return c_get(clean_svc_pool());
}
void clean_svc_give(struct item* item) {
  c_put(clean_svc_pool(), item);
}
void clean_svc_users(void) {
  static struct c_pool clean_svc_inner;
  c_put(&clean_svc_inner, c_get(&clean_svc_inner));
  c_put(&clean_svc_second, c_get(&clean_svc_second));
  c_put(&svc_buffers, c_get(&svc_buffers));
  c_put(&svc_lines, c_get(&svc_lines));
  c_put(&clean_svc_hidden, c_get(&clean_svc_hidden));
  c_put(&clean_svc_in_one_unit, c_get(&clean_svc_in_one_unit));
  c_put(svc_pool(), c_get(svc_static_pool()));
}
