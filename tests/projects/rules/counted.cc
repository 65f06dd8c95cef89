// Numbers that go along with unbounded pools.
#include <atomic>

#include "pool.h"

static GrowingPool<Item> tokens;
static int in_use;
Item* take() {
  ++in_use;  // warn: 'in_use' counts the objects that are out of 'tokens'
  return tokens.get();
}
void give_back(Item* item) {
  tokens.put(item);
  in_use -= 1;
}

class Server {
 public:
  Item* begin() {
    Item* item = requests_.get();
    active_++;  // warn: 'Server::active_' counts the objects that are out of 'Server::requests_'
    return item;
  }
  void end(Item* item) {
    requests_.put(item);
    active_--;
  }

 private:
  GrowingPool<Item> requests_;
  std::atomic<int> active_{0};
};

class Store {
 public:
  Store() { idle_ = 0; }
  void use() {
    Item* item = spare_.get();
    --idle_;  // warn: 'Store::idle_' counts the objects that are left in 'Store::spare_'
    item->use();
    spare_.put(item);
    ++idle_;
  }

 private:
  GrowingPool<Item> spare_;
  long idle_;
};

static GrowingPool<Item> checked;
static std::atomic<long> out_of_checked;
bool within_bounds() {
  return out_of_checked < 100;
}
Item* checked_take() {
  if (!within_bounds()) return nullptr;
  out_of_checked.fetch_add(1);  // warn: 'out_of_checked' counts the objects that are out of
  return checked.get();
}
void checked_give(Item* item) {
  checked.put(item);
  out_of_checked.fetch_sub(1);
}

static GrowingPool<Item> twice;
static int pairs;
void first_way(bool more) {
  Item* item = twice.get();
  pairs += 1;  // warn: 'pairs' counts the objects that are out of 'twice'
  if (more) item->use();
  twice.put(item);
  pairs -= 1;
}

// What only goes up is a statistic.
static GrowingPool<Item> clean_measured;
static long taken, given;
void clean_statistics() {
  ++taken;
  Item* item = clean_measured.get();
  ++given;
  clean_measured.put(item);
}

// One number for all operations.
static GrowingPool<Item> clean_operated;
static long operations;
void clean_operations() {
  ++operations;
  Item* item = clean_operated.get();
  item->use();
  ++operations;
  clean_operated.put(item);
}

// It counts something else as well.
static GrowingPool<Item> clean_one_of_many;
static int running;
void clean_begin(Item** out) {
  ++running;
  *out = clean_one_of_many.get();
}
void clean_end(Item* item) {
  --running;
  clean_one_of_many.put(item);
}
void clean_run_without() {
  ++running;
  note("running");
  --running;
}

// It counts one kind of what comes out of the pool.
static GrowingPool<Item> clean_nodes;
static int leaves;
Item* clean_leaf() {
  ++leaves;
  return clean_nodes.get();
}
Item* clean_inner_node() {
  return clean_nodes.get();
}
void clean_remove_leaf(Item* item) {
  --leaves;
  clean_nodes.put(item);
}
void clean_remove_inner_node(Item* item) {
  clean_nodes.put(item);
}

// A bounded pool knows its number, and one of which nothing is known may.
static StrictPool<Item> clean_strict(16);
static Pool<Item> clean_unknown;
static int strict_out, unknown_out;
void clean_others() {
  ++strict_out;
  Item* item = clean_strict.get();
  --strict_out;
  clean_strict.put(item);
  ++unknown_out;
  item = clean_unknown.get();
  --unknown_out;
  clean_unknown.put(item);
}

// The depth of the nesting, not of the pool.
static GrowingPool<Item> clean_nested;
void clean_depth(int depth) {
  Item* item = clean_nested.get();
  ++depth;
  if (depth < 4) clean_depth(depth);
  --depth;
  clean_nested.put(item);
}
