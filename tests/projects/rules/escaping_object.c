#include "pool.h"

struct owner {
  struct item* current;
  struct item* spare;
};
static struct item* latest;
static struct owner only;

void in_a_global(void) {
  struct item* item = c_get(items);
  latest = item; /* warn: is put back while latest still points to it */
  item->number = 1;
  c_put(items, item);
}

void in_a_part_of_a_global(void) {
  struct item* item = c_get(items);
  only.current = item; /* warn: is put back while owner::current still points to it */
  if (item->number < 0) {
    c_put(items, item);
    return;
  }
  item->number = 0;
}

void behind_a_goto(void) {
  struct item* item = c_get(items);
  only.spare = item; /* warn: is put back while owner::spare still points to it */
  if (item->number < 0) goto out;
  item->number = 3;
out:
  c_put(items, item);
}

void clean_owner(struct owner* owner) {
  owner->current = c_get(items);
  owner->current->number = 2;
  c_put(items, owner->current);
  owner->current = 0;
}

int clean_half_built(struct owner* owner) {
  owner->current = c_get(items);
  if (owner->current->number == 0) {
    c_put(items, owner->current);
    return -1;
  }
  return 0;
}

void clean_local(void) {
  struct owner owner;
  owner.current = c_get(items);
  c_put(items, owner.current);
}
