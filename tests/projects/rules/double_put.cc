#include <memory>

#include "pool.h"

void twice() {
  Item* item = pool.get();
  pool.put(item);
  pool.put(item);  // warn: is put back a second time
}

void on_one_branch(bool failed) {
  Item* item = pool.get();
  if (failed) pool.put(item);
  pool.put(item);  // warn: is put back a second time
}

void through_an_alias() {
  Item* item = pool.get();
  Item* same = item;
  pool.put(same);
  pool.put(item);  // warn: is put back a second time
}

static void give_back(Item* item) {
  pool.put(item);
}
void by_a_callee() {
  Item* item = pool.get();
  give_back(item);
  pool.put(item);  // warn: is put back a second time
}

void by_the_same_callee() {
  Item* item = pool.get();
  give_back(item);
  give_back(item);  // warn: is put back a second time
}

void in_a_loop() {
  Item* item = pool.get();
  for (int i = 0; i < 2; ++i) {
    pool.put(item);  // warn: is put back a second time
  }
}

void behind_a_label() {
  Item* item = pool.get();
  if (chance()) {
    pool.put(item);
    goto out;
  }
  item->use();
out:
  pool.put(item);  // warn: is put back a second time
}

void in_a_handler() {
  Item* item = pool.get();
  try {
    pool.put(item);
    throw 1;
  } catch (int) {
    pool.put(item);  // warn: is put back a second time
  }
}

void falls_through(int what) {
  Item* item = pool.get();
  switch (what) {
    case 1:
      pool.put(item);
      [[fallthrough]];
    default:
      pool.put(item);  // warn: is put back a second time
  }
}

void through_a_reference() {
  Item& item = *pool.get();
  pool.put(&item);
  pool.put(&item);  // warn: is put back a second time
}

void clean_one_branch_each(bool failed) {
  Item* item = pool.get();
  if (failed) {
    pool.put(item);
  } else {
    item->use();
    pool.put(item);
  }
}

void clean_return_between(bool failed) {
  Item* item = pool.get();
  if (failed) {
    pool.put(item);
    return;
  }
  pool.put(item);
}

void clean_correlated(bool failed) {
  Item* item = pool.get();
  if (failed) pool.put(item);
  if (!failed) pool.put(item);
}

void clean_two_objects() {
  Item* one = pool.get();
  Item* two = pool.get();
  pool.put(one);
  pool.put(two);
}

void clean_taken_between() {
  Item* item = pool.get();
  pool.put(item);
  item = pool.get();
  pool.put(item);
}

void clean_loop() {
  for (int i = 0; i < 2; ++i) {
    Item* item = pool.get();
    pool.put(item);
  }
}

void clean_null_between() {
  Item* item = pool.get();
  pool.put(item);
  item = nullptr;
  pool.put(item);
}

void clean_array() {
  Item* items[4];
  for (auto& item : items) item = pool.get();
  for (auto& item : items) pool.put(item);
}

void clean_counted() {
  Item* item = pool.get();
  pool.unref(item);
  pool.unref(item);
}

void clean_do_while() {
  Item* item = pool.get();
  do {
    if (chance()) break;
    item->use();
  } while (0);
  pool.put(item);
}

// ---- objects that came in from elsewhere, and leases

void parameter_twice(Item* item, bool twice) {
  pool.put(item);
  if (twice) pool.put(item);  // warn: is put back a second time
}

struct Box {
  Item* item = nullptr;
  void put_twice();
  void clean_put_once();
  void clean_refilled();
};
void Box::put_twice() {
  pool.put(item);
  pool.put(item);  // warn: is put back a second time
}

static void hand_back(Item* item) {
  pool.put(item);
}
void parameter_twice_by_a_callee(Item* item) {
  hand_back(item);
  hand_back(item);  // warn: is put back a second time
}

void parameter_in_a_loop(Item* item) {
  for (int i = 0; i < 3; ++i) {
    pool.put(item);  // warn: is put back a second time
  }
}

struct Deleter {
  void operator()(Item* item) const { pool.put(item); }
};
using Owned = std::unique_ptr<Item, Deleter>;

void by_hand_and_by_its_lease() {
  Owned owned(pool.get());
  pool.put(owned.get());  // warn: is put back by hand, and again by its lease
}

void raw_and_by_its_lease() {
  Item* item = pool.get();
  Owned owned(item);
  pool.put(item);  // warn: is put back by hand, and again by its lease
}

void Box::clean_put_once() {
  pool.put(item);
  item = nullptr;
  if (item) pool.put(item);
}

void Box::clean_refilled() {
  pool.put(item);
  item = pool.get();
  pool.put(item);
}

void clean_released_lease() {
  Owned owned(pool.get());
  pool.put(owned.release());
}

void clean_released_after() {
  Owned owned(pool.get());
  pool.put(owned.get());
  owned.release();
}

void clean_two_parameters(Item* a, Item* b) {
  pool.put(a);
  pool.put(b);
}

void clean_elements(Item** list, int n) {
  for (int i = 0; i < n; ++i) pool.put(list[i]);
}
