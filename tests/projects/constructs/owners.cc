// Owners: destructors, scope guards, smart pointers, leases, and classes that keep objects.
#include "pool.h"

struct Guard {
  explicit Guard(Item* item) : item_(item) {}
  Guard(const Guard&) = delete;
  ~Guard() { pool.put(item_); }

 private:
  Item* item_;
};
void guard_and_put() {
  Item* item = pool.get();
  Guard guard(item);
  pool.put(item);  // warn pool-double-put: again by its lease
}
int clean_guard() {
  Item* item = pool.get();
  Guard guard(item);
  if (chance()) return 1;
  return item->number;
}

struct PutBack {
  void operator()(Item* item) const { pool.put(item); }
};
using Owned = std::unique_ptr<Item, PutBack>;
int unique_released() {
  Owned owned(pool.get());  // warn pool-missing-put: not put back on every path
  Item* item = owned.release();
  if (item->number == 0) return 1;
  pool.put(item);
  return 0;
}
int clean_unique() {
  Owned owned(pool.get());
  if (owned->number == 0) return 1;
  return 0;
}
Owned clean_unique_moved() {
  Owned owned(pool.get());
  Owned other = std::move(owned);
  other->number = 1;
  return other;
}
int clean_shared() {
  std::shared_ptr<Item> shared(pool.get(), PutBack());
  std::shared_ptr<Item> second = shared;
  return second->number;
}
void clean_shared_lambda() {
  std::shared_ptr<Item> shared(pool.get(), [](Item* item) { pool.put(item); });
  shared->number = 1;
}
void default_deleter() {
  std::unique_ptr<Item> owned(pool.get());  // warn pool-missing-put: is never put back
  owned->number = 1;
}

template <class F>
class Cleanup {
 public:
  explicit Cleanup(F f) : f_(f) {}
  Cleanup(const Cleanup&) = delete;
  ~Cleanup() {
    if (armed_) f_();
  }
  void cancel() { armed_ = false; }

 private:
  F f_;
  bool armed_ = true;
};
int clean_cleanup() {
  Item* item = pool.get();
  Cleanup cleanup([item] { pool.put(item); });
  if (item->number == 0) return 1;
  return 0;
}
void clean_cleanup_cancelled() {
  Item* item = pool.get();
  Cleanup cleanup([&] { pool.put(item); });
  cleanup.cancel();
  pool.put(item);
}

void dangling() {
  Item* item = pool.lease().get();
  item->number = 1;  // warn pool-dangling-lease: used after its lease
}
void clean_lease_used() {
  pool.lease()->number = 1;
}
void clean_lease_moved() {
  Lease<Item> lease = pool.lease();
  Lease<Item> other = std::move(lease);
  other->number = 1;
}

class Session {
 public:
  Session() : item_(pool.get()) {}
  Session(const Session&) = delete;
  ~Session() { pool.put(item_); }
  int number() const { return item_->number; }

 private:
  Item* item_;
};
int clean_session() {
  Session session;
  return session.number();
}
class Leaky {
 public:
  Leaky() : item_(pool.get()) {}  // warn pool-missing-put: is never put back
  Leaky(const Leaky&) = delete;
  ~Leaky() { item_->number = 0; }

 private:
  Item* item_;
};
int leaks() {
  Leaky leaky;
  return 0;
}
void put_for(Item*& item) {
  pool.put(item);
}
class CleanByAddress {
 public:
  CleanByAddress() : item_(pool.get()) {}
  ~CleanByAddress() { put_for(item_); }

 private:
  Item* item_;
};
class CleanShown {
 public:
  CleanShown() : item_(pool.get()) {}
  ~CleanShown() { number_ = 0; }
  Item* item() const { return item_; }

 private:
  Item* item_;
  int number_ = 0;
};
class CleanForever {
 public:
  CleanForever() : item_(pool.get()) {}
  ~CleanForever() { item_->number = 0; }

 private:
  Item* item_;
};
CleanForever clean_forever;
int clean_classes() {
  CleanByAddress by_address;
  CleanShown shown;
  pool.put(shown.item());
  return 0;
}

class Keeper {
 public:
  ~Keeper() {
    for (Item* each : items_) pool.put(each);
  }
  void keep(Item* item) { items_.push_back(item); }

 private:
  std::vector<Item*> items_;
};
void clean_kept(Keeper& keeper) {
  Item* item = pool.get();
  item->number = 1;
  keeper.keep(item);
}
class Forgetful {
 public:
  void keep(Item* item) { last_ = item->number; }

 private:
  int last_ = 0;
};
void not_kept(Forgetful& forgetful) {
  Item* item = pool.get();  // warn pool-missing-put: is never put back
  forgetful.keep(item);
}
