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

// A handle knows the pool that its object came from: not one of its own.
class CleanShared;
class CleanHandle {
 public:
  CleanHandle(CleanShared* clean_from, Item* item) : clean_from_(clean_from), item_(item) {}
  ~CleanHandle();

 private:
  CleanShared* clean_from_;
  Item* item_;
};
class CleanShared {
 public:
  CleanHandle borrow() { return CleanHandle(this, clean_items_.get()); }
  Pool<Item>& pool() { return clean_items_; }

 private:
  Pool<Item> clean_items_;
};
class CleanReturner {
 public:
  explicit CleanReturner(Pool<Item>* clean_to) : clean_to_(clean_to) {}
  void back(Item* item) { clean_to_->put(item); }

 private:
  Pool<Item>* clean_to_;
};
