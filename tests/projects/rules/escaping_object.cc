// Pointers to an object that stay where they are when it is put back.
#include "lease.h"

extern Item* table[4];
static void erase_kept() {
  kept = nullptr;
}
static void forward() {
  erase_kept();
}
static int looks() {
  return kept ? 1 : 0;
}
void unknown();

struct Server {
  Item* current = nullptr;
  Item* last = nullptr;
  std::vector<Item*> all;
  std::vector<Callback> callbacks;
  struct {
    Item* item;
  } slot;

  void in_a_member();
  void in_a_part();
  void in_a_container();
  void in_a_callback();
  void with_a_copy();
  void clean_erased();
  void clean_overwritten();
  void clean_popped();
  void clean_cleared();
  void clean_erased_after();
  void clean_callback_is_dropped();
  void clear();
  void clean_erased_by_a_method();
};

void in_a_global() {
  Item* item = pool.get();
  kept = item;  // warn: is put back while kept still points to it
  item->number = 1;
  pool.put(item);
}

void on_one_path(bool first) {
  Item* item = pool.get();
  if (first) kept = item;  // warn: is put back while kept still points to it
  pool.put(item);
}

int clean_half_built(Server* server) {
  server->last = pool.get();
  if (server->last->number < 0) goto fail;
  return 0;
fail:
  pool.put(server->last);  // the caller drops the server
  return -1;
}

void Server::in_a_member() {
  Item* item = pool.get();
  current = item;  // warn: is put back while Server::current still points to it
  current->number = 2;
  pool.put(item);
}

void Server::in_a_part() {
  slot.item = pool.get();  // warn: still points to it
  slot.item->number = 2;
  pool.put(slot.item);
}

void Server::in_a_container() {
  Item* item = pool.get();
  all.push_back(item);  // warn: is put back while Server::all still points to it
  pool.put(item);
}

void Server::in_a_callback() {
  Item* item = pool.get();
  callbacks.push_back([item] { item->use(); });  // warn: while Server::callbacks still
  pool.put(item);
}

void Server::with_a_copy() {
  Item* item = pool.get();
  current = item;
  last = item;  // warn: is put back while Server::last still points to it
  pool.put(current);
  current = nullptr;
}

void read_between() {
  Item* item = pool.get();
  kept = item;  // warn: is put back while kept still points to it
  if (looks() != 0) note("kept");
  pool.put(item);
}

static void give_back(Item* item) {
  pool.put(item);
}
void by_a_callee() {
  Item* item = pool.get();
  kept = item;  // warn: is put back while kept still points to it
  give_back(item);
}

void in_an_element() {
  Item* item = pool.get();
  table[2] = item;  // warn: is put back while table still points to it
  pool.put(item);
}

void in_a_branch_of_errors() {
  Item* item = pool.get();
  kept = item;  // warn: is put back while kept still points to it
  if (item->number < 0) {
    pool.put(item);
    return;
  }
}

// ---- nothing stays

void clean_erased_before() {
  Item* item = pool.get();
  kept = item;
  item->number = 4;
  kept = nullptr;
  pool.put(item);
}

void clean_overwritten_by_another(Item* other) {
  Item* item = pool.get();
  kept = item;
  kept = other;
  pool.put(item);
}

void clean_erased_by_a_callee() {
  Item* item = pool.get();
  kept = item;
  erase_kept();
  pool.put(item);
}

void clean_erased_far_away() {
  Item* item = pool.get();
  kept = item;
  forward();
  pool.put(item);
}

void clean_perhaps_erased() {
  Item* item = pool.get();
  kept = item;
  unknown();
  pool.put(item);
}

void clean_not_put() {
  kept = pool.get();
}

void clean_put_or_kept(bool keep) {
  Item* item = pool.get();
  if (keep) {
    kept = item;
    return;
  }
  pool.put(item);
}

void Server::clean_erased() {
  current = pool.get();
  current->number = 5;
  pool.put(current);
  current = nullptr;
}

void Server::clean_overwritten() {
  Item* item = pool.get();
  current = item;
  current = last;
  pool.put(item);
}

void Server::clean_popped() {
  Item* item = pool.get();
  all.push_back(item);
  item->number = 6;
  all.pop_back();
  pool.put(item);
}

void Server::clean_cleared() {
  Item* item = pool.get();
  all.push_back(item);
  pool.put(item);
  all.clear();
}

void Server::clean_erased_after() {
  Item* item = pool.get();
  last = item;
  pool.put(item);
  last = current;
}

void Server::clean_callback_is_dropped() {
  Item* item = pool.get();
  callbacks.push_back([item] { item->number = 7; });
  callbacks.back()();
  callbacks.clear();
  pool.put(item);
}

void Server::clear() {
  current = nullptr;
}
void Server::clean_erased_by_a_method() {
  current = pool.get();
  current->number = 8;
  pool.put(current);
  clear();
}

struct Queue {
  [[clang::annotate("pool::consumes", 0)]] bool send(Item* item);
};
struct Sender {
  Queue queue;
  void clean_send_failed();
};
void Sender::clean_send_failed() {
  Item* item = pool.get();
  if (!queue.send(item)) pool.put(item);
}

void clean_in_a_local() {
  Server server;
  Item* item = pool.get();
  server.current = item;
  pool.put(item);
}

void clean_next_round() {
  for (int i = 0; i < 3; ++i) {
    Item* item = pool.get();
    kept = item;
    item->number = i;
    pool.put(item);
  }
  kept = nullptr;
}
