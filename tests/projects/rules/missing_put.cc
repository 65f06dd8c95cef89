// Objects that are not put back, for the member, macro, raw and lease API.
#include <optional>
#include <vector>

#include "lease.h"

struct Owner {
  Item* item = nullptr;
  ~Owner() {
    if (item) pool.put(item);
  }
};
struct PutBack {
  void operator()(Item* item) const { pool.put(item); }
};
using Owned = std::unique_ptr<Item, PutBack>;
class Keeper {
 public:
  void keep(Item* item) { items_.push_back(item); }
  ~Keeper() {
    for (Item* item : items_) pool.put(item);
  }

 private:
  std::vector<Item*> items_;
};
static void give(Item* item) {
  pool.put(item);
}
static Item* take() {
  return pool.get();
}

int early_return() {
  Item* item = pool.get();  // warn: is not put back on every path
  if (item->number == 0) return -1;
  pool.put(item);
  return 0;
}

int by_macros() {
  item* taken = ITEM_GET();  // warn: is not put back on every path
  if (chance()) return -1;
  ITEM_PUT(taken);
  return 0;
}

void raw_functions() {
  item* taken = c_get(items);  // warn: is never put back
  taken->number = 1;
}

void of_a_wrapper() {
  Item* item = take();  // warn: is never put back
  item->use();
}

void a_range(const std::vector<int>& numbers) {
  for (int number : numbers) {
    Item* item = pool.get();  // warn: is not put back on every path
    if (number < 0) continue;
    pool.put(item);
  }
}

void overwritten() {
  auto* item = pool.get();  // warn: is never put back
  item->use();
  item = pool.get();
  pool.put(item);
}

void released_from_its_lease() {
  auto loan = leases.lease();  // warn: is never put back
  Item* item = loan.release();
  item->use();
}

void released_on_one_path() {
  auto loan = leases.lease();  // warn: is not put back on every path
  if (chance()) loan.release();
}

void caught() {
  Item* item = pool.get();  // warn: is not put back on every path
  try {
    if (item->number < 0) throw 1;
    pool.put(item);
  } catch (int) {
    note("lost");
  }
}

void in_a_lambda() {
  auto work = [] {
    Item* item = pool.get();  // warn: is not put back on every path
    if (item->number < 0) return;
    pool.put(item);
  };
  work();
}

class Server {
 public:
  bool serve() {
    Item* item = requests_.get();  // warn: is not put back on every path
    if (!accept(item)) return false;
    requests_.put(item);
    return true;
  }
  bool clean_serve() {
    Item* item = requests_.get();
    const bool good = accept(item);
    requests_.put(item);
    return good;
  }

 private:
  static bool accept(const Item* item) { return item->number > 0; }
  Pool<Item> requests_;
};

void by_a_callee_at_times() {
  Item* item = pool.get();  // warn: is not put back on every path
  if (chance()) give(item);
}

template <class T>
int generic(T) {
  Item* item = pool.get();  // warn: is not put back on every path
  if (sizeof(T) < 2 && chance()) return 1;
  pool.put(item);
  return 0;
}
int all_kinds() {
  return generic('c') + generic(3);
}

void clean_straight() {
  Item* item = pool.get();
  item->use();
  pool.put(item);
}

void clean_macros() {
  item* taken = ITEM_GET();
  ITEM_PUT(taken);
}

void clean_lease() {
  auto loan = leases.lease();
  if (chance()) return;
  loan->use();
}

Loan<Item> clean_lease_handed_on() {
  auto loan = leases.lease();
  loan->use();
  return loan;
}

void clean_owner() {
  Owner owner;
  owner.item = pool.get();
  if (chance()) return;
  owner.item->use();
}

void clean_unique_ptr() {
  Owned item(pool.get());
  if (chance()) return;
  item->use();
}

void clean_shared_ptr() {
  std::shared_ptr<Item> item(pool.get(), [](Item* each) { pool.put(each); });
  if (chance()) return;
  item->use();
}

void clean_caught() {
  Item* item = pool.get();
  try {
    if (item->number < 0) throw 1;
  } catch (int) {
    pool.put(item);
    return;
  }
  pool.put(item);
}

void clean_kept(Keeper& keeper) {
  keeper.keep(pool.get());
}

Item* clean_returned() {
  auto* item = take();
  item->number = 0;
  return item;
}

void clean_callee() {
  Item* item = pool.get();
  give(item);
}

void clean_guard() {
  struct Guard {
    Item* item;
    ~Guard() { pool.put(item); }
  } guard{pool.get()};
  if (chance()) return;
  guard.item->use();
}

void clean_released_and_put() {
  auto loan = leases.lease();
  Item* item = loan.release();
  pool.put(item);
}

void clean_null_test() {
  Item* item = pool.try_get();
  if (!item) return;
  pool.put(item);
}

void clean_lambda_puts() {
  Item* item = pool.get();
  const auto back = [item] { pool.put(item); };
  back();
}

// An object in a value that may hold none.
class MaybePool {
 public:
  Item* take() {
    if (free_items_.empty()) return new Item();
    Item* item = free_items_.back();
    free_items_.pop_back();
    return item;
  }
  std::optional<Item*> try_take() {
    if (free_items_.empty()) return std::nullopt;
    Item* item = free_items_.back();
    free_items_.pop_back();
    return item;
  }
  void give(Item* item) { free_items_.push_back(item); }

 private:
  std::vector<Item*> free_items_;
};
static MaybePool maybe_pool;
void lost_with_its_value() {
  std::optional<Item*> item = maybe_pool.try_take();  // warn: is never put back
}
int clean_out_of_its_value() {
  std::optional<Item*> item = maybe_pool.try_take();
  if (!item) return 0;
  (*item)->number = 1;
  maybe_pool.give(*item);
  return 1;
}
int clean_named_out_of_its_value() {
  std::optional<Item*> item = maybe_pool.try_take();
  if (!item.has_value()) return 0;
  Item* mine = item.value();
  mine->number = 1;
  maybe_pool.give(mine);
  return 1;
}
