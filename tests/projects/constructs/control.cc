// Control flow in C++, for the member API and the lease API.
#include "pool.h"

struct Failure {};

int early_return() {
  Item* item = pool.get();  // warn pool-missing-put: not put back on every path
  if (item->number == 0) return -1;
  pool.put(item);
  return 0;
}
int clean_early_return() {
  Item* item = pool.get();
  if (item->number == 0) {
    pool.put(item);
    return -1;
  }
  pool.put(item);
  return 0;
}
int clean_early_return_lease() {
  Lease<Item> item = pool.lease();
  if (item->number == 0) return -1;
  return item->number;
}
int early_return_released() {
  Lease<Item> lease = pool.lease();  // warn pool-missing-put: not put back on every path
  Item* item = lease.release();
  if (item->number == 0) return -1;
  pool.put(item);
  return 0;
}
Item* clean_released_and_returned() {
  Lease<Item> lease = pool.lease();
  return lease.release();
}
int clean_released_on_one_path() {
  Lease<Item> lease = pool.lease();
  if (lease->number == 0) return 0;
  pool.put(lease.release());
  return 1;
}
int clean_released() {
  Lease<Item> lease = pool.lease();
  Item* item = lease.release();
  const int number = item->number;
  pool.put(item);
  return number;
}

void in_the_handler() {
  Item* item = pool.get();  // warn pool-missing-put: not put back on every path
  try {
    if (chance()) throw Failure();
    pool.put(item);
  } catch (const Failure&) {
  }
}
void clean_in_the_handler() {
  Item* item = pool.get();
  try {
    if (chance()) throw Failure();
  } catch (const Failure&) {
    pool.put(item);
    return;
  }
  pool.put(item);
}

static void fails() {
  if (chance()) throw Failure();
}
void throwing_callee() {
  Item* item = pool.get();  // warn pool-unguarded-put: is lost when fails() throws
  fails();
  pool.put(item);
}
void clean_throwing_callee() {
  Item* item = pool.get();
  try {
    fails();
  } catch (...) {
  }
  pool.put(item);
}
void clean_throwing_callee_lease() {
  Lease<Item> item = pool.lease();
  fails();
  item->number = 1;
}

void thrown_away() {
  Item* item = pool.get();  // warn pool-missing-put: not put back on every path
  if (item->number < 0) throw Failure();
  pool.put(item);
}
void clean_put_and_thrown() {
  Item* item = pool.get();
  const bool bad = item->number < 0;
  pool.put(item);
  if (bad) throw Failure();
}

void range_loop(const std::vector<int>& numbers) {
  for (const int number : numbers) {
    Item* item = pool.get();  // warn pool-missing-put: not put back on every path
    if (number == 0) continue;
    pool.put(item);
  }
}
void clean_range_loop(const std::vector<int>& numbers) {
  for (const int number : numbers) {
    Item* item = pool.get();
    item->number = number;
    pool.put(item);
  }
}

void condition_variable() {
  if (Item* item = pool.try_get()) {  // warn pool-missing-put: not put back on every path
    if (item->number > 0) pool.put(item);
  }
}
void clean_condition_variable() {
  if (Item* item = pool.try_get()) {
    item->number = 1;
    pool.put(item);
  }
}

void chosen(bool second) {
  Item* a = pool.get();
  Item* b = pool.get();  // warn pool-missing-put: is never put back
  pool.put(a);
  Item* one = second ? a : nullptr;
  if (one) one->work();  // warn pool-use-after-put: used after it was put back
}
void clean_chosen(bool second) {
  Item* a = pool.get();
  Item* b = pool.get();
  Item* one = second ? a : b;
  one->work();
  pool.put(a);
  pool.put(b);
}
