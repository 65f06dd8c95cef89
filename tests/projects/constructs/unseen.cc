// Callees of which nobody has seen the body.
#include "pool.h"

void show(Item* item);          // the program shows that it leaves the item to its callers
void add_to_table(Item* item);  // nothing is known of it
void remove_from_table(Item* item);
void look_at_unseen(const Item* item);
void release_unseen(const Item* item);
int number_from(const Lease<Item>& lease);

void clean_shown() {
  Item* item = pool.get();
  show(item);
  pool.put(item);
}
int clean_shown_again(bool deep) {
  Item* item = pool.get();
  item->number = 0;
  show(item);
  if (!deep) {
    pool.put(item);
    return 0;
  }
  item->number = 1;
  pool.put(item);
  return 1;
}
int shown_and_lost() {
  Item* item = pool.get();  // warn pool-missing-put: not put back on every path
  show(item);
  if (item->number == 0) return -1;
  pool.put(item);
  return 0;
}
void shown_and_put_twice() {
  Item* item = pool.get();
  show(item);
  Item* same = item;
  pool.put(item);
  if (chance()) pool.put(same);  // warn pool-double-put: a second time
}

// What is added may stay there: here it is taken out again, elsewhere it is not.
void clean_added_and_removed() {
  Item* item = pool.get();
  add_to_table(item);
  if (chance()) item->work();
  remove_from_table(item);
  pool.put(item);
}
void clean_added_and_removed_again() {
  Item* item = pool.get();
  add_to_table(item);
  remove_from_table(item);
  pool.put(item);
}
void clean_added() {
  Item* item = pool.get();
  add_to_table(item);
}

int looked_at_and_lost() {
  Item* item = pool.get();  // warn pool-missing-put: not put back on every path
  look_at_unseen(item);
  if (item->number == 0) return -1;
  pool.put(item);
  return 0;
}
void clean_released_by_name() {
  Item* item = pool.get();
  release_unseen(item);
}
int lease_looked_at() {
  Item* item = nullptr;
  {
    Lease<Item> lease = pool.lease();
    if (number_from(lease) > 0) return 1;
    item = lease.get();
  }
  return item->number;  // warn pool-dangling-lease: used after its lease
}

// What an unseen callee does may be up to what else it is handed.
void submit(Item* item, int wait);
void clean_waited_for() {
  Item* item = pool.get();
  submit(item, 1);
  pool.put(item);
}
void clean_waited_for_again() {
  Item* item = pool.get();
  item->number = 1;
  submit(item, 1);
  pool.put(item);
}
void clean_submitted() {
  Item* item = pool.get();
  submit(item, 0);
}
void send_then(Item* item, void (*done)(Item*));
void clean_sent() {
  Item* item = pool.get();
  send_then(item, nullptr);
  pool.put(item);
}
void clean_sent_again() {
  Item* item = pool.get();
  item->number = 1;
  send_then(item, nullptr);
  pool.put(item);
}
void put_when_done(Item* item) {
  pool.put(item);
}
void clean_sent_then_put() {
  Item* item = pool.get();
  send_then(item, put_when_done);
}

// Constant to whom it is handed, and kept all the same.
void enqueue_unseen(const Item* item);
void publish_unseen(const Item& item);
void store_unseen(int key, const Item* item);
void clean_enqueued() {
  Item* item = pool.get();
  enqueue_unseen(item);
}
void clean_published() {
  Item* item = pool.get();
  publish_unseen(*item);
}
void clean_stored() {
  Item* item = pool.get();
  store_unseen(2, item);
}
