#include <stdlib.h>

#include "pool.h"

static int misses;
static void fill(struct item* item) {
  item->number = 1;
}
static struct item* take(void) {
  return c_try_get(items);
}
static int usable(const struct item* item) {
  return item != 0;
}

int read_member(void) {
  struct item* item = c_try_get(items);
  int number = item->number; /* warn: is used without a test */
  c_put(items, item);
  return number;
}

void write_member(void) {
  struct item* item = c_try_get(items);
  item->number = 1; /* warn: is used without a test */
  c_put(items, item);
}

int in_one_expression(void) {
  return c_try_get(items)->number; /* warn: is used without a test */
}

void by_macros(void) {
  struct item* item = ITEM_TRY_GET();
  item->number = 1; /* warn: is used without a test */
  ITEM_PUT(item);
}

void tested_too_late(void) {
  struct item* item = c_try_get(items);
  item->number = 2; /* warn: is used without a test */
  if (!item) return;
  c_put(items, item);
}

void tested_on_one_path(int careful) {
  struct item* item = c_try_get(items);
  if (careful && !item) return;
  item->number = 3; /* warn: is used without a test */
  c_put(items, item);
}

void test_without_consequence(void) {
  struct item* item = c_try_get(items);
  if (!item) note("none");
  item->number = 4; /* warn: is used without a test */
  c_put(items, item);
}

void wrong_way_round(void) {
  struct item* item = c_try_get(items);
  if (item) return;
  item->number = 5; /* warn: is used without a test */
}

/* What never comes back, though nobody says so: of those who call it nobody does anything behind.
 */
void give_up(const char* why);
void report(int level, const char* why);
static void give_up_here(const char* why) {
  note("%s", why);
  give_up(why);
}
static void count_it(const char* why) {
  note("%s", why);
  misses++;
}
void counted(void) {
  struct item* item = c_try_get(items);
  if (!item) count_it("none");
  item->number = 4; /* warn: is used without a test */
  c_put(items, item);
}
void clean_given_up(void) {
  struct item* item = c_try_get(items);
  if (!item) give_up("none");
  item->number = 4;
  c_put(items, item);
}
int clean_given_up_with_a_return(int number) {
  if (number < 0) {
    give_up("negative");
    return -1;
  }
  return number;
}
void clean_given_up_in_a_callee(void) {
  struct item* item = c_try_get(items);
  if (!item) give_up_here("none");
  item->number = 4;
  c_put(items, item);
}
/* How bad it is may be what ends the program. */
void clean_reported(void) {
  struct item* item = c_try_get(items);
  if (!item) report(1, "none");
  item->number = 4;
  c_put(items, item);
}
void clean_reports(void) {
  report(0, "begin");
  note("begun");
}
void clean_more_reports(void) {
  report(0, "end");
  note("ended");
}
void find_one(struct item** out);
void clean_found_elsewhere(void) {
  struct item* item = c_try_get(items);
  if (!item) find_one(&item);
  item->number = 4;
  c_put(items, item);
}
static struct item spare_item;
void clean_spare_instead(void) {
  struct item* item = c_try_get(items);
  if (!item) {
    note("none");
    item = &spare_item;
  }
  item->number = 4;
  if (item != &spare_item) c_put(items, item);
}
void clean_asked_again(void) {
  struct item* item = c_try_get(items);
  if (!item) note("none");
  if (item) {
    item->number = 4;
    c_put(items, item);
  }
}
void clean_address_only(void) {
  struct item* item = c_try_get(items);
  int* number = item ? &item->number : 0;
  if (!number) return;
  *number = 4;
  c_put(items, item);
}

void in_a_callee(void) {
  struct item* item = c_try_get(items);
  fill(item); /* warn: is used without a test */
  c_put(items, item);
}

void cleared(void) {
  struct item* item = c_try_get(items);
  memset(item, 0, sizeof *item); /* warn: is used without a test */
  c_put(items, item);
}

void first_element(void) {
  struct item* item = c_try_get(items);
  item->text[0] = 0; /* warn: is used without a test */
  c_put(items, item);
}

void of_a_wrapper(void) {
  struct item* item = take();
  item->number = 6; /* warn: is used without a test */
  c_put(items, item);
}

void in_a_loop(int many) {
  while (many--) {
    struct item* item = c_try_get(items);
    item->number = many; /* warn: is used without a test */
    c_put(items, item);
  }
}

int behind_a_label(void) {
  int number = -1;
  struct item* item = c_try_get(items);
  if (chance()) goto out;
  number = 1;
out:
  number += item->number; /* warn: is used without a test */
  c_put(items, item);
  return number;
}

int of_two(void) {
  struct item* first = c_try_get(items);
  struct item* second = c_try_get(items);
  if (!first) return -1;
  first->number = second->number; /* warn: is used without a test */
  c_put(items, first);
  c_put(items, second);
  return 0;
}

void clean_tested(void) {
  struct item* item = c_try_get(items);
  if (item == 0) return;
  item->number = 1;
  c_put(items, item);
}

void clean_tested_by_macros(void) {
  struct item* item = ITEM_TRY_GET();
  if (!item) return;
  item->number = 1;
  ITEM_PUT(item);
}

void clean_never_fails(void) {
  struct item* item = c_get(items);
  item->number = 1;
  c_put(items, item);
}

void clean_inside(void) {
  struct item* item = c_try_get(items);
  if (item) {
    item->number = 2;
    c_put(items, item);
  }
}

void clean_ends(void) {
  struct item* item = c_try_get(items);
  if (!item) abort();
  item->number = 3;
  c_put(items, item);
}

void clean_in_a_condition(void) {
  struct item* item = c_try_get(items);
  if (item && item->number > 3) note("%d", item->number);
  if (item) c_put(items, item);
}

void clean_until_it_is_there(void) {
  struct item* item;
  do {
    item = c_try_get(items);
  } while (!item);
  item->number = 4;
  c_put(items, item);
}

void clean_assigned_in_the_test(void) {
  struct item* item;
  if ((item = c_try_get(items)) == 0) return;
  item->number = 5;
  c_put(items, item);
}

void clean_other_instead(void) {
  struct item* item = c_try_get(items);
  if (!item) item = c_get(items);
  item->number = 6;
  c_put(items, item);
}

void clean_kept_in_a_flag(void) {
  struct item* item = c_try_get(items);
  int there = item != 0;
  if (!there) return;
  item->number = 7;
  c_put(items, item);
}

void clean_tested_by_a_callee(void) {
  struct item* item = c_try_get(items);
  if (!usable(item)) return;
  item->number = 8;
  c_put(items, item);
}

struct item* clean_handed_on(void) {
  return c_try_get(items);
}

/* Written by hand: a few rooms, and no more. */
struct room {
  struct room* next;
  int guest;
};
static struct room rooms[4];
static struct room* free_rooms;

static struct room* room_get(void) {
  struct room* room = free_rooms;
  if (!room) return 0;
  free_rooms = room->next;
  return room;
}
static void room_put(struct room* room) {
  room->next = free_rooms;
  free_rooms = room;
}
void open_rooms(void) {
  int i;
  for (i = 0; i < 4; i++) room_put(&rooms[i]);
}

int room_untested(int guest) {
  struct room* room = room_get();
  int out;
  room->guest = guest; /* warn: is used without a test */
  out = room->guest;
  room_put(room);
  return out;
}
int clean_room_tested(int guest) {
  struct room* room = room_get();
  int out;
  if (!room) return 0;
  room->guest = guest;
  out = room->guest;
  room_put(room);
  return out;
}

/* Null for want of memory alone. */
struct page {
  struct page* next;
  int used;
};
static struct page* free_pages;

static struct page* page_get(void) {
  struct page* page = free_pages;
  if (page) {
    free_pages = page->next;
    return page;
  }
  page = malloc(sizeof *page);
  if (!page) return 0;
  return page;
}
static void page_put(struct page* page) {
  page->next = free_pages;
  free_pages = page;
}
int clean_page(int used) {
  struct page* page = page_get();
  int out;
  page->used = used;
  out = page->used;
  page_put(page);
  return out;
}
