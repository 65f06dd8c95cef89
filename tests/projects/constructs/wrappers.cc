#include "wrappers.h"

static Item* take_first() {
  return pool.get();
}
static void put_last(Item* item) {
  pool.put(item);
}

Item* take_prepared() {
  Item* item = take_first();
  item->number = 0;
  return item;
}
void put_cleaned(Item* item) {
  item->number = 0;
  put_last(item);
}
bool put_if(Item* item, bool really) {
  if (!really) return false;
  put_cleaned(item);
  return true;
}
int look_at(const Item* item) {
  return item->number;
}

bool put_unless_busy(Item* item) {
  if (item->number > 0) return false;
  put_cleaned(item);
  return true;
}
bool unref(Item* item) {
  if (--item->number > 0) return false;
  pool.put(item);
  return true;
}
int put_counted(Item* item) {
  if (item->number > 0) return 0;
  pool.put(item);
  return 1;
}
int fetch_counted(Item** out) {
  Item* item = pool.try_get();
  if (!item) return 0;
  *out = item;
  return 1;
}
void put_if_any(Item* item) {
  if (item) put_cleaned(item);
}
void put_in_mode(int mode, Item** item) {
  switch (mode) {
    case 0:
      return;
    case 1:
      (*item)->number = 0;
      break;
    default:
      break;
  }
  pool.put(*item);
}
int fetch_prepared(Item** out) {
  Item* item = pool.try_get();
  if (!item) return -1;
  item->number = 0;
  *out = item;
  return 0;
}
int fetch_deeper(Item** out) {
  const int failed = fetch_prepared(out);
  if (failed) return failed;
  return 0;
}
bool fetch_into(Item*& out) {
  out = pool.try_get();
  return out != nullptr;
}
bool fetch_told(Item*& out) {
  out = pool.try_get();
  if (!out) return false;
  return true;
}
void fetch_if(bool wanted, Item** out) {
  if (wanted) *out = pool.get();
}
void fetch_kept(Item** out) {
  Item* item = pool.get();
  *out = item;
  kept = item;
}
Taken take_told() {
  Taken out{pool.try_get(), 0};
  if (!out.item) out.code = 1;
  return out;
}
