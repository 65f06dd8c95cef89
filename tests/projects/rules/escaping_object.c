#include "pool.h"

struct owner {
  struct item* current;
  struct item* spare;
};
static struct item* latest;
static struct owner only;
static struct item* table[8];
static void remember(struct item* item) {
  latest = item;
}
static void forget(void) {
  latest = 0;
}

void in_a_global(void) {
  struct item* item = c_get(items);
  latest = item; /* warn: is put back while latest still points to it */
  item->number = 1;
  c_put(items, item);
}

void by_macros(void) {
  struct item* item = ITEM_GET();
  latest = item; /* warn: is put back while latest still points to it */
  ITEM_PUT(item);
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

void in_a_table(void) {
  struct item* item = c_get(items);
  table[2] = item; /* warn: is put back while table still points to it */
  c_put(items, item);
}

void in_a_static(void) {
  static struct item* last;
  struct item* item = c_get(items);
  last = item; /* warn: is put back while */
  if (last->number) note("%d", last->number);
  c_put(items, item);
}

void by_a_callee(void) {
  struct item* item = c_get(items);
  remember(item); /* warn: is put back while latest still points to it */
  c_put(items, item);
}

void under_a_condition(void) {
  struct item* item = c_get(items);
  if (item->number > 3) latest = item; /* warn: is put back while latest still points to it */
  c_put(items, item);
}

void in_a_loop(int many) {
  while (many--) {
    struct item* item = c_get(items);
    latest = item; /* warn: is put back while latest still points to it */
    c_put(items, item);
  }
}

void through_an_alias(void) {
  struct item* item = c_get(items);
  struct item* same = item;
  only.current = same; /* warn: is put back while owner::current still points to it */
  c_put(items, item);
}

void in_two_globals(void) {
  struct item* item = c_get(items);
  latest = item;       /* warn: is put back while latest still points to it */
  only.current = item; /* warn: is put back while owner::current still points to it */
  c_put(items, item);
}

void in_a_case(int kind) {
  struct item* item = c_get(items);
  switch (kind) {
    case 1:
      latest = item; /* warn: is put back while latest still points to it */
      break;
    default:
      item->number = kind;
  }
  c_put(items, item);
}

/* What a parameter points to is the caller's, who finds the pointer there in any case. */
void in_a_member(struct owner* owner) {
  struct item* item = c_get(items);
  owner->current = item; /* warn: is put back while owner::current still points to it */
  c_put(items, item);
}

void through_an_out_parameter(struct item** out) {
  struct item* item = c_get(items);
  *out = item; /* warn: is put back while */
  c_put(items, item);
}

void as_untyped_memory(void** out) {
  struct item* item = c_get(items);
  *out = item; /* warn: is put back while */
  item->number = 0;
  c_put(items, item);
}

void one_of_two(struct owner* owner) {
  struct item* item = c_get(items);
  owner->current = item; /* warn: is put back while owner::current still points to it */
  owner->spare = item;   /* warn: is put back while owner::spare still points to it */
  c_put(items, item);
}

/* Where it is put on some paths only, the caller may know which. */
int clean_told_by_the_result(struct owner* owner) {
  owner->current = c_get(items);
  if (chance()) {
    c_put(items, owner->current);
    return 0;
  }
  return 1;
}

void clean_by_another_name(struct owner* owner, struct owner* same) {
  struct item* item = c_get(items);
  owner->current = item;
  c_put(items, item);
  same->current = 0;
}

void clean_taken_again(struct owner* owner) {
  struct item* item = c_get(items);
  owner->current = item;
  c_put(items, item);
  owner->current = c_get(items);
}

void clean_untyped_memory(void** out) {
  struct item* item = c_get(items);
  *out = item;
  c_put(items, item);
  *out = 0;
}

static void clean_forget(struct owner* owner) {
  owner->current = 0;
}
void clean_forgotten(struct owner* owner) {
  owner->current = c_get(items);
  owner->current->number = 2;
  c_put(items, owner->current);
  clean_forget(owner);
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

void clean_erased_before(void) {
  struct item* item = c_get(items);
  latest = item;
  latest = 0;
  c_put(items, item);
}

void clean_erased_behind(void) {
  struct item* item = ITEM_GET();
  latest = item;
  ITEM_PUT(item);
  latest = 0;
}

void clean_erased_by_another(struct item* other) {
  struct item* item = c_get(items);
  latest = item;
  item->number = 4;
  latest = other;
  c_put(items, item);
}

void clean_erased_by_a_callee(void) {
  struct item* item = c_get(items);
  remember(item);
  forget();
  c_put(items, item);
}

void clean_kept(struct owner* owner) {
  struct item* item = c_get(items);
  owner->current = item;
}

void clean_number(struct owner* owner) {
  struct item* item = c_get(items);
  owner->current->number = item->number;
  c_put(items, item);
}

void clean_restored(struct owner* owner) {
  struct item* before = owner->current;
  struct item* item = c_get(items);
  owner->current = item;
  note("%d", item->number);
  owner->current = before;
  c_put(items, item);
}

void clean_only_if_kept(void) {
  struct item* item = c_get(items);
  if (chance()) {
    latest = item;
    return;
  }
  c_put(items, item);
}
