// Objects that are stored in members, and what the class does with them.
#include <vector>

#include "pool.h"

// The destructor puts it, and nothing writes over one that is still there.
class Connection {
 public:
  Connection() = default;
  ~Connection() {
    if (item_) pool.put_raw(item_);
  }
  void open() {
    if (!item_) item_ = pool.raw();  // get: lease
  }
  void renew() {
    if (item_) pool.put_raw(item_);
    item_ = pool.raw();  // get: lease
  }
  void close() {
    if (!item_) return;
    pool.put_raw(item_);
    item_ = nullptr;
  }

 private:
  Item* item_ = nullptr;
};

// One that is written over is lost.
class Careless {
 public:
  ~Careless() { pool.put_raw(item_); }
  void open() {
    item_ = pool.raw();  // get: handed-over
  }

 private:
  Item* item_ = nullptr;
};

// The destructor puts it on one path only.
class Half {
 public:
  ~Half() {
    if (chance()) pool.put_raw(item_);
  }
  void open() {
    if (!item_) item_ = pool.raw();  // get: handed-over
  }

 private:
  Item* item_ = nullptr;
};

// Nobody puts it.
class Keeper {
 public:
  void open() {
    item_ = pool.raw();  // get: handed-over
  }

 private:
  Item* item_ = nullptr;
};

// A container that is drained.
class Batch {
 public:
  ~Batch() {
    for (Item* item : items_) pool.put_raw(item);
  }
  void add() {
    Item* item = pool.raw();  // get: lease
    item->number = 1;
    items_.push_back(item);
  }
  void drop_last() {
    Item* item = items_.back();
    items_.pop_back();
    pool.put_raw(item);
  }

 private:
  std::vector<Item*> items_;
};

// A container out of which objects get lost.
class Leaky {
 public:
  ~Leaky() {
    for (Item* item : items_) pool.put_raw(item);
  }
  void add() {
    items_.push_back(pool.raw());  // get: handed-over
  }
  void forget() { items_.clear(); }

 private:
  std::vector<Item*> items_;
};
