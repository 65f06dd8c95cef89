/* Members by which objects hang in lists, and a list that is made empty: neither holds spares. */
#include <stddef.h>
#include <stdlib.h>

struct list {
  struct list *n, *p;
};
#define LIST_INIT(l) ((l)->n = (l)->p = (l))
#define LIST_INSERT(lh, el)     \
  do {                          \
    (el)->n = (lh)->n;          \
    (el)->n->p = (lh)->n = (el); \
    (el)->p = (lh);             \
  } while (0)
#define LIST_DELETE(el)   \
  do {                    \
    (el)->n->p = (el)->p; \
    (el)->p->n = (el)->n; \
  } while (0)
#define LIST_ELEM(lh, pt, el) ((pt)((char *)(lh)-offsetof(struct resolution, el)))

struct resolution {
  struct list by_pool;
  void *cache;
};
struct resolvers {
  struct list running;
  struct list idle; /* pool: resolvers::idle; pooled=resolution */
};

struct resolvers *resolvers_acquire(void) {
  struct resolvers *r = calloc(1, sizeof *r);
  LIST_INIT(&r->running);
  LIST_INIT(&r->idle);
  return r;
}

struct resolution *resolution_get(struct resolvers *r) {
  struct resolution *res;
  if (r->idle.n == &r->idle) {
    res = calloc(1, sizeof *res);
  } else {
    res = LIST_ELEM(r->idle.n, struct resolution *, by_pool);
    LIST_DELETE(&res->by_pool);
  }
  LIST_INSERT(&r->running, &res->by_pool);
  return res;
}

void resolution_put(struct resolvers *r, struct resolution *res) {
  LIST_DELETE(&res->by_pool);
  LIST_INSERT(&r->idle, &res->by_pool);
}

/* A member for whatever the user hangs there, filled from elsewhere. */
void *take_cache(struct resolution *res, struct resolution *other) {
  void *cache = res->cache;
  if (!cache) cache = calloc(1, 8);
  other->cache = cache;
  res->cache = other->cache;
  return cache;
}
void share_cache(struct resolution *res, struct resolvers *r) {
  res->cache = r->running.n;
}

void use(struct resolvers *r) {
  struct resolution *res = resolution_get(r); /* get: idle */
  if (res) resolution_put(r, res);            /* put: idle */
}
