/* Objects that stay in their list while they are used: what is looked up there is shared, and a number
   that is counted up meanwhile has nothing to do with the list. */
#include <stddef.h>
#include <stdlib.h>

struct list {
  struct list *n, *p;
};
#define LIST_ELEM(lh, pt, el) ((pt)(((const char *)(lh)) - ((size_t)&((pt)NULL)->el)))
#define LIST_APPEND(lh, el)    \
  do {                         \
    (el)->p = (lh)->p;         \
    (el)->p->n = (lh)->p = (el); \
    (el)->n = (lh);            \
  } while (0)
#define LIST_DELETE(el)     \
  do {                      \
    (el)->n->p = (el)->p;   \
    (el)->p->n = (el)->n;   \
  } while (0)

struct query {
  struct list list;
  unsigned id;
};
struct resolver {
  struct list pool_running; /* pool+: resolver::pool_running; pooled=query */
  struct list waiting;
};
static unsigned next_id;

static struct query *pick(struct resolver *r, unsigned id) {
  struct query *q = LIST_ELEM(r->pool_running.n, struct query *, list);
  for (; &q->list != &r->pool_running; q = LIST_ELEM(q->list.n, struct query *, list)) {
#ifdef TWIN
    LIST_DELETE(&q->list);
    return q;
#else
    if (q->id == id) return q;
#endif
  }
  q = calloc(1, sizeof *q);
  if (q) {
    q->id = next_id;
    ++next_id;
    LIST_APPEND(&r->waiting, &q->list);
  }
  return q;
}
static void run(struct resolver *r, struct query *q) {
  LIST_DELETE(&q->list);
  LIST_APPEND(&r->pool_running, &q->list);
}

int use(struct resolver *r) {
  struct query *q = pick(r, 1); /* get+: pool_running */
  if (!q) return 1;
  run(r, q); /* put+: pool_running */
  return 0;
}
