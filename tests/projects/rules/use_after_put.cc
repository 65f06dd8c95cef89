#include "pool.h"

int read_member() {
  Item* item = pool.get();
  pool.put(item);
  return item->number;  // warn: is used after it was put back
}

void write_member() {
  Item* item = pool.get();
  pool.put(item);
  item->number = 1;  // warn: is used after it was put back
}

void call_method() {
  Item* item = pool.get();
  pool.put(item);
  item->use();  // warn: is used after it was put back
}

int through_an_alias() {
  Item* item = pool.get();
  Item* same = item;
  pool.put(item);
  return same->number;  // warn: is used after it was put back
}

int through_a_reference() {
  Item& item = *pool.get();
  pool.put(&item);
  return item.number;  // warn: is used after it was put back
}

char through_a_part() {
  Item* item = pool.get();
  char* text = item->text;
  pool.put(item);
  return text[0];  // warn: is used after it was put back
}

void on_one_branch(bool last) {
  Item* item = pool.get();
  if (last) pool.put(item);
  item->number = 2;  // warn: is used after it was put back
  if (!last) pool.put(item);
}

Item* returned() {
  Item* item = pool.get();
  pool.put(item);
  return item;  // warn: is used after it was put back
}

static void fill(Item* item) {
  item->number = 3;
}
void by_a_callee() {
  Item* item = pool.get();
  pool.put(item);
  fill(item);  // warn: is used after it was put back
}

static void give_back(Item* item) {
  pool.put(item);
}
int after_a_callee_put_it() {
  Item* item = pool.get();
  give_back(item);
  return item->size();  // warn: is used after it was put back
}

void in_the_next_round() {
  Item* item = pool.get();
  for (int i = 0; i < 4; ++i) {
    item->number = i;  // warn: is used after it was put back
    pool.put(item);
  }
}

int behind_a_goto() {
  Item* item = pool.get();
  if (chance()) goto out;
  item->number = 0;
out:
  pool.put(item);
  return item->number;  // warn: is used after it was put back
}

int in_a_condition() {
  Item* item = pool.get();
  pool.put(item);
  if (item->number > 3) return 1;  // warn: is used after it was put back
  return 0;
}

void in_a_switch(int what) {
  Item* item = pool.get();
  switch (what) {
    case 1:
      pool.put(item);
      break;
    default:
      break;
  }
  item->number = 4;  // warn: is used after it was put back
  if (what != 1) pool.put(item);
}

void behind_a_catch() {
  Item* item = pool.get();
  try {
    if (chance()) throw 1;
  } catch (int) {
    pool.put(item);
  }
  item->use();  // warn: is used after it was put back
}

int clean_read_before() {
  Item* item = pool.get();
  const int number = item->number;
  pool.put(item);
  return number;
}

void clean_taken_again() {
  Item* item = pool.get();
  pool.put(item);
  item = pool.get();
  item->use();
  pool.put(item);
}

void clean_in_a_loop() {
  for (int i = 0; i < 4; ++i) {
    Item* item = pool.get();
    item->use();
    pool.put(item);
  }
}

bool clean_compared() {
  Item* item = pool.get();
  pool.put(item);
  return item == kept;
}

void clean_printed() {
  Item* item = pool.get();
  pool.put(item);
  note("gave back %p", static_cast<void*>(item));
}

void clean_correlated(bool last) {
  Item* item = pool.get();
  if (last) pool.put(item);
  if (!last) {
    item->use();
    pool.put(item);
  }
}

void clean_flag() {
  bool done = false;
  Item* item = pool.get();
  if (chance()) {
    pool.put(item);
    done = true;
  }
  if (done) return;
  item->use();
  pool.put(item);
}

void clean_set_to_null() {
  Item* item = pool.get();
  if (chance()) {
    pool.put(item);
    item = nullptr;
  }
  if (item) {
    item->use();
    pool.put(item);
  }
}

void clean_counted(Item* other) {
  Item* item = pool.get();
  pool.unref(item);
  item->use();
  pool.unref(item);
  other->use();
}

void clean_early_return() {
  Item* item = pool.get();
  if (chance()) {
    pool.put(item);
    return;
  }
  item->use();
  pool.put(item);
}

void clean_list() {
  Item* item = pool.get();
  Item* next = item->next;
  pool.put(item);
  if (next) next->use();
}

void clean_only_looks(const Item* item);
void clean_unknown_callee() {
  Item* item = pool.get();
  pool.put(item);
  clean_only_looks(item);
}

void clean_ends_the_process() {
  Item* item = pool.get();
  if (chance()) {
    pool.put(item);
    abort();
  }
  item->use();
  pool.put(item);
}

// ---- objects that came in from elsewhere

void put_parameter(Item* item) {
  pool.put(item);
  item->number = 5;  // warn: is used after it was put back
}

struct Holder {
  Item* item = nullptr;
  Item* other = nullptr;
  void put_member();
  int put_and_read(bool all);
  void clean_renewed();
  void clean_nulled();
  void clean_renewed_by_a_method();
  void renew();
  void clean_unknown_method();
  void unknown();
};

void Holder::put_member() {
  pool.put(item);
  item->use();  // warn: is used after it was put back
}

int Holder::put_and_read(bool all) {
  if (all) pool.put(other);
  pool.put(item);
  return item->number;  // warn: is used after it was put back
}

void put_of_another(Holder* holder) {
  pool.put(holder->item);
  note("%d", holder->item->number);  // warn: is used after it was put back
}

void put_global() {
  pool.put(kept);
  kept->number = 6;  // warn: is used after it was put back
}

void Holder::clean_renewed() {
  pool.put(item);
  item = pool.get();
  item->use();
}

void Holder::clean_nulled() {
  pool.put(item);
  item = nullptr;
  if (item) item->use();
}

void Holder::renew() {
  item = pool.get();
}
void Holder::clean_renewed_by_a_method() {
  pool.put(item);
  renew();
  item->use();
}

void Holder::clean_unknown_method() {
  pool.put(item);
  unknown();
  item->use();
}

void clean_other_parameter(Item* item, Item* other) {
  pool.put(item);
  other->use();
}

void clean_list_of_parameters(Item* head) {
  while (head) {
    Item* next = head->next;
    pool.put(head);
    head = next;
  }
}

static void drop_one(Item* item) {
  pool.unref(item);
}
static void drop(Item* item) {
  drop_one(item);
}
void clean_counted_by_helpers() {
  Item* item = pool.get();
  drop(item);
  item->use();
  drop(item);
}

void clean_counted_parameter(Item* item) {
  pool.unref(item);
  item->use();
}

// Squid's connections are counted: giving one back takes a reference away.
namespace Comm {
struct Connection {
  int fd;
};
}  // namespace Comm
class IdleConnList {
 public:
  Comm::Connection* pop();
  void push(Comm::Connection* connection);
};
int clean_counted_reference(IdleConnList& idle) {
  Comm::Connection* connection = idle.pop();
  if (!connection) return 0;
  idle.push(connection);
  return connection->fd;
}
