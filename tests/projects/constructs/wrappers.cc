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
