/* What the library installs for C. */
#pragma once

#include "../../../pool.h"

struct c_pool {
  void* spare;
};
extern struct c_pool svc_buffers;
extern struct c_pool svc_lines;
extern struct c_pool clean_svc_defined_elsewhere;
extern struct c_pool clean_svc_hidden __attribute__((visibility("hidden")));
struct c_pool* svc_pool(void);
struct c_pool* svc_static_pool(void);
struct c_pool* svc_chosen_pool(int which);
struct c_pool* svc_pool_at(int number);
struct item* clean_svc_take(void);
void clean_svc_give(struct item* item);
