// Where objects are kept in C++: references, containers, lambdas, members, statics.
#include <list>
#include <map>

#include "pool.h"

int reference() {
  Item& item = *pool.get();
  pool.put(&item);
  return item.number;  // warn pool-use-after-put: used after it was put back
}
int clean_reference() {
  Item& item = *pool.get();
  const int number = item.number;
  pool.put(&item);
  return number;
}

static void take(Item*& out) {
  out = pool.get();
}
void by_reference() {
  Item* item = nullptr;
  take(item);  // warn pool-missing-put: not put back on every path
  if (chance()) pool.put(item);
}
void clean_by_reference() {
  Item* item = nullptr;
  take(item);
  pool.put(item);
}

void moved() {
  Item* item = pool.get();
  Item* other = std::move(item);
  pool.put(other);
  other->number = 1;  // warn pool-use-after-put: used after it was put back
}
void clean_moved() {
  Item* item = pool.get();
  Item* other = std::exchange(item, nullptr);
  if (item) pool.put(item);
  pool.put(other);
}

void in_a_vector() {
  std::vector<Item*> all;
  all.push_back(pool.get());  // warn pool-missing-put: not put back on every path
  if (chance()) pool.put(all[0]);
}
void clean_in_a_vector() {
  std::vector<Item*> all;
  all.push_back(pool.get());
  for (Item* each : all) pool.put(each);
}
void in_a_vector_and_used() {
  std::vector<Item*> all;
  all.push_back(pool.get());  // warn pool-missing-put: is never put back
  all[0]->number = 1;
}
void clean_in_a_vector_put_by_index() {
  std::vector<Item*> all;
  all.push_back(pool.get());
  for (size_t i = 0; i < all.size(); ++i) pool.put(all[i]);
}
void clean_in_a_vector_put_by_another(void (*put_all)(std::vector<Item*>&)) {
  std::vector<Item*> all;
  all.push_back(pool.get());
  put_all(all);
}
std::vector<Item*> clean_in_a_vector_returned() {
  std::vector<Item*> all;
  all.push_back(pool.get());
  return all;
}
void clean_in_a_vector_guarded() {
  std::vector<Item*> all;
  struct Guard {
    std::vector<Item*>& of;
    ~Guard() {
      for (Item* each : of) pool.put(each);
    }
  } guard{all};
  all.push_back(pool.get());
}
void clean_in_a_vector_emptied() {
  std::vector<Item*> all;
  all.push_back(pool.get());
  while (!all.empty()) {
    Item* last = all.back();
    all.pop_back();
    pool.put(last);
  }
}
void clean_in_a_vector_in_loops(int count) {
  std::vector<Item*> all(8, nullptr);
  for (int i = 0; i < count; ++i) all[i] = pool.get();
  for (int i = 0; i < count; ++i) pool.put(all[i]);
  all.clear();
  for (int i = 0; i < count; ++i) all.push_back(pool.get());
  for (int i = 0; i < count; ++i) pool.put(all[i]);
}
void in_a_list() {
  std::list<Item*> all;
  all.push_back(pool.get());  // warn pool-missing-put: is never put back
}
void clean_in_a_list() {
  std::list<Item*> all;
  all.push_back(pool.get());
  pool.put(all.front());
  all.pop_front();
}
void in_a_map() {
  std::map<int, Item*> all;
  all[1] = pool.get();  // warn pool-missing-put: is never put back
}
void clean_in_a_map() {
  std::map<int, Item*> all;
  all[1] = pool.get();
  pool.put(all[1]);
}

void iterator() {
  std::vector<Item*> all;
  all.push_back(pool.get());
  const auto at = all.begin();
  pool.put(*at);
  (*at)->number = 1;  // warn pool-use-after-put: used after it was put back
}
void clean_iterator() {
  std::vector<Item*> all;
  all.push_back(pool.get());
  const auto at = all.begin();
  (*at)->number = 1;
  pool.put(*at);
  all.erase(at);
}

void lambda() {
  Item* item = pool.get();  // warn pool-missing-put: not put back on every path
  const auto put = [item] { pool.put(item); };
  if (chance()) put();
}
void lambda_twice() {
  Item* item = pool.get();
  const auto put = [item] { pool.put(item); };
  put();
  pool.put(item);  // warn pool-double-put: a second time
}
void clean_lambda() {
  Item* item = pool.get();
  const auto put = [&] { pool.put(item); };
  item->number = 1;
  put();
}

template <class F>
F kept_action(F action) {
  return action;
}
void clean_lambda_kept() {
  Item* item = pool.get();
  const auto put = [item] { pool.put(item); };
  kept_action(put)();
}

struct Sink {
  virtual ~Sink() = default;
  virtual void take(Item* item) = 0;
};
struct PutSink : Sink {
  void take(Item* item) override { pool.put(item); }
};
struct CleanSink : Sink {
  void take(Item* item) override {
    item->number = 0;
    pool.put(item);
  }
};
void virtual_call(Sink& sink) {
  Item* item = pool.get();
  sink.take(item);
  item->number = 1;  // warn pool-use-after-put: used after it was put back
}
void clean_virtual_call(Sink& sink) {
  Item* item = pool.get();
  item->number = 1;
  sink.take(item);
}

void clean_static() {
  static Item* const item = pool.get();
  item->number = 1;
}
void global() {
  Item* item = pool.get();
  kept = item;  // warn pool-escaping-object: still points to it
  pool.put(item);
}
void clean_global() {
  Item* item = pool.get();
  kept = item;
  kept->number = 1;
  kept = nullptr;
  pool.put(item);
}

class Connection {
 public:
  void open() {
    if (!item_) item_ = pool.get();
  }
  void close() {
    if (item_) pool.put(item_);
    item_ = nullptr;
  }
  ~Connection() { close(); }
  int clean_member() {
    open();
    return item_->number;
  }
  int member() {
    Item* item = item_;
    pool.put(item);
    const int number = item_->number;  // warn pool-use-after-put: used after it was put back
    item_ = nullptr;
    return number;
  }

 private:
  Item* item_ = nullptr;
};
int connection() {
  Connection connection;
  return connection.clean_member() + connection.member();
}
void clean_put_by_reference() {
  std::vector<Item*> items;
  items.push_back(pool.get());
  Item*& last = items.back();
  pool.put(last);
}

// A pool by its type, whatever its name would say of one that is found by its looks.
static Pool<Item> string_pool;
void lost_of_a_named_pool() {
  Item* item = string_pool.get();  // warn pool-missing-put: is never put back
  item->number = 0;
}
