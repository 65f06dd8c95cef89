/* A pool of at most one: what is put replaces the spare, which is freed. */
#include <stdlib.h>

struct entry {
  int key;
};
struct table {
  struct entry *spare_entry; /* pool: table::spare_entry; pooled=entry bound=bounded */
};

static struct entry *entry_new(struct table *t) {
  struct entry *e = t->spare_entry;
  if (e)
    t->spare_entry = 0;
  else
    e = malloc(sizeof *e);
  return e;
}

static void entry_release(struct table *t, struct entry *e) {
  free(t->spare_entry);
  t->spare_entry = e;
}

void use(struct table *t) {
  struct entry *e = entry_new(t); /* get: spare_entry */
  e->key = 1;
  entry_release(t, e); /* put: spare_entry */
}
