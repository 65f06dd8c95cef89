// Owners that give back when they die: those of a model, and classes whose destructor does.
#include <utility>

#include "pool.h"

// ---- handles of the model ----------------------------------------------------------------------

void handle() {
  auto lease = pool.lease();  // get: lease
  lease.peek()->use();
}

// ---- guards ------------------------------------------------------------------------------------

// Takes in its constructor, puts in its destructor.
class Guard {
 public:
  Guard() : item_(pool.raw()) {}  // get: lease
  ~Guard() { pool.put_raw(item_); }
  Guard(const Guard&) = delete;
  Item* operator->() const { return item_; }

 private:
  Item* item_;
};

void guarded() {
  const Guard guard;
  guard->use();
}

// The same with a unique_ptr in between, as a template.
template <class T>
class Scoped {
 public:
  explicit Scoped(Pool<T>& from) : pool_(from), object_(from.get()) {}  // get: lease
  ~Scoped() { pool_.put(std::move(object_)); }

 private:
  Pool<T>& pool_;
  std::unique_ptr<T> object_;
};

void scoped() {
  const Scoped<Item> guard(pool);
}

// Stored in the body of the constructor, and put only when it is there.
class Optional {
 public:
  explicit Optional(bool wanted) {
    if (wanted) item_ = pool.raw();  // get: lease
  }
  ~Optional() {
    if (item_) pool.put_raw(item_);
  }

 private:
  Item* item_ = nullptr;
};

Optional optional(true);

// Wraps what somebody else took.
class Wrapper {
 public:
  explicit Wrapper(Item* item) : item_(item) {}
  ~Wrapper() { pool.put_raw(item_); }

 private:
  Item* item_;
};

void wrapped() {
  const Wrapper wrapper(pool.raw());  // get: lease
}

void wrapped_later(bool early) {
  Item* item = pool.raw();  // get: some-paths
  if (early) return;        // lost
  const Wrapper wrapper(item);
}

// ---- no guards ---------------------------------------------------------------------------------

// The destructor puts another member than the one that is stored.
class Mixed {
 public:
  Mixed() : first_(pool.raw()), second_(pool.raw()) {}  // get: lease  // get: handed-over
  ~Mixed() { pool.put_raw(first_); }

 private:
  Item* first_;
  Item* second_;
};

Mixed mixed;

// Destroyed with the object, put by nobody.
class Holder {
 public:
  Holder() : item_(pool.get()) {}  // get: handed-over

 private:
  std::unique_ptr<Item> item_;
};

Holder holder;

// A destructor that borrows an object of its own is no owner of the members of its class.
class Borrower {
 public:
  explicit Borrower(Pool<Item>& from) : pool_(from), item_(from.raw()) {}  // get: handed-over
  ~Borrower() {
    Item* last = pool_.raw();  // get: all-paths
    last->use();
    pool_.put_raw(last);
  }

 private:
  Pool<Item>& pool_;
  Item* item_;
};

Borrower borrower(pool);

// Not in the constructor: what was there before is overwritten.
class Server {
 public:
  void open() { item_ = pool.raw(); }  // get: handed-over
  ~Server() { pool.put_raw(item_); }

 private:
  Item* item_ = nullptr;
};

Server server;
