#include "pools.h"

Pool<Item> clean_between_units;
Pool<Item> clean_for_others;
static Pool<Item> taken_only;  // warn: 'taken_only' hands out objects that nobody ever puts back
static Pool<Item> put_only;    // warn: 'put_only' takes objects that nobody ever gets
static Pool<Item> clean_used;
static Pool<Item> clean_kept;
static Pool<Item> clean_given;

int leaks() {
  Item* item = taken_only.get();
  return item->number;
}

void drops(Item* item) {
  put_only.put(item);
}

class Holder {
 public:
  int leaks() { return own_.get()->number; }
  void drops(Item* item) { other_.put(item); }

 private:
  Pool<Item> own_;    // warn: 'Holder::own_' hands out objects that nobody ever puts back
  Pool<Item> other_;  // warn: 'Holder::other_' takes objects that nobody ever gets
};

void clean_reuse() {
  clean_used.put(clean_used.get());
}

// Somebody has it and may put it.
void clean_hand_over() {
  keep(clean_kept.get());
  Item* item = clean_given.get();
  give_back(item);
}

// The other half stands in another unit.
void clean_get_here() {
  keep(clean_between_units.get());
}
