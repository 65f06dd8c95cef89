// Pools on their way out, and who uses them still.
#include "pool.h"

// Items of requests.
// pool-audit migrating: to requests_pool. Callers left: net::clean_listed,
// Server::clean_listed, clean_take, clean_give_back.
static Pool<Item> requests;
static Pool<Item> requests_pool;

static void fresh() {
  Item* item = requests.get();  // warn: 'requests' is on its way out; use 'requests_pool'
  requests.put(item);           // warn: or add this function to the callers that are left
}

static Item* handed_out() {
  return requests.get();  // warn: 'requests' is on its way out
}

static void taken_back(Item* item) {
  requests.put(item);  // warn: 'requests' is on its way out
}

namespace net {

static void clean_listed() {
  Item* item = requests.get();
  requests.put(item);
}

// The name is another one.
static void unlisted() {
  Item* item = requests.get();  // warn: 'requests' is on its way out
  requests.put(item);           // warn: 'requests' is on its way out
}

}  // namespace net

struct Server {
  void clean_listed() {
    Item* item = requests.get();
    requests.put(item);
  }
  void other() {
    Item* item = requests.get();  // warn: 'requests' is on its way out
    requests.put(item);           // warn: 'requests' is on its way out
  }
};

static Item* clean_take() {
  return requests.get();
}
static void clean_give_back(Item* item) {
  requests.put(item);
}

static void clean_through_wrappers() {
  Item* item = clean_take();
  clean_give_back(item);
}

static void clean_new_pool() {
  Item* item = requests_pool.get();
  requests_pool.put(item);
}

// Callers left: none are named, and nobody says that it goes.
static Pool<Item> staying;

static void clean_of_another_pool() {
  Item* item = staying.get();
  staying.put(item);
}

// pool-audit migrating: to nodes_pool.
static Pool<Item> nodes;

static void last() {
  nodes.put(         // warn: 'nodes' is on its way out; use 'nodes_pool'
      nodes.get());  // warn: 'nodes' is on its way out; use 'nodes_pool'
}

void clean_all() {
  fresh();
  taken_back(handed_out());
  net::clean_listed();
  net::unlisted();
  Server().clean_listed();
  Server().other();
  clean_through_wrappers();
  clean_new_pool();
  clean_of_another_pool();
  last();
}
