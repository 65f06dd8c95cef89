// Exceptions that pass the put of an object.
#include <mutex>
#include <string>
#include <vector>

#include "pool.h"

struct Broken {};
struct Worse : Broken {};

static void fails() {
  if (chance()) throw Broken();
}
static void fails_deep() {
  fails();
}
static void fails_with(Item* item) {
  if (item->number < 0) throw Broken();
  item->number = 1;
}
static void catches() {
  try {
    fails();
  } catch (const Broken&) {
    note("broken");
  }
}
static void never() noexcept {
  if (chance()) throw Broken();
}
void unknown();

struct Parser {
  explicit Parser(Item* item) {
    if (item->number == 0) throw Worse();
  }
  virtual ~Parser();
  void parse() {
    if (chance()) throw Broken();
  }
  virtual void step() = 0;
};
struct One : Parser {
  using Parser::Parser;
  void step() override { throw Broken(); }
};
struct Leaf final {
  explicit Leaf(Item* item) : item(item) {
    if (chance()) throw Broken();
  }
  Item* item;
};

// ---- raw and member API

void by_a_callee() {
  Item* item = pool.get();  // warn: is lost when fails() throws
  fails();
  pool.put(item);
}

void over_two_calls() {
  Item* item = pool.get();  // warn: is lost when fails_deep() throws
  fails_deep();
  pool.put(item);
}

void by_a_callee_that_uses_it() {
  Item* item = pool.get();  // warn: is lost when fails_with() throws
  fails_with(item);
  pool.put(item);
}

struct Checker {
  explicit Checker(const Item& item) {
    if (item.number > 7) throw Worse();
  }
};
void by_a_constructor() {
  Item* item = pool.get();  // warn: is lost when Checker::Checker() throws
  const Checker checker(*item);
  pool.put(item);
}

void on_one_branch(bool more) {
  Item* item = pool.get();  // warn: is lost when fails() throws
  if (more) fails();
  pool.put(item);
}

void in_a_loop(int n) {
  Item* item = pool.get();  // warn: is lost when fails() throws
  for (int i = 0; i < n; ++i) fails();
  pool.put(item);
}

void caught_as_something_else() {
  Item* item = pool.get();  // warn: is lost when fails() throws
  try {
    fails();
  } catch (int) {
    note("int");
  }
  pool.put(item);
}

void caught_and_thrown_on() {
  Item* item = pool.get();  // warn: is lost when fails() throws
  try {
    fails();
  } catch (const Broken&) {
    note("broken");
    throw;
  }
  pool.put(item);
}

void caught_without_a_put() {
  Item* item = pool.get();  // warn: is lost when fails() throws
  try {
    fails();
    pool.put(item);
  } catch (const Broken&) {
    note("broken");
  }
}

void c_api() {
  item* it = c_get(items);  // warn: is lost when fails() throws
  fails();
  c_put(items, it);
}

#define GIVE_BACK(item) c_put(items, (item))
void macro_api() {
  item* it = c_get(items);  // warn: is lost when fails_deep() throws
  fails_deep();
  GIVE_BACK(it);
}

void by_every_overrider(Parser& parser) {
  Item* item = pool.get();  // warn: is lost when Parser::step() throws
  parser.step();
  pool.put(item);
}

void lambda_throws() {
  Item* item = pool.get();  // warn: throws
  const auto check = [] {
    if (chance()) throw Broken();
  };
  check();
  pool.put(item);
}

int by_a_library(const std::vector<int>& list, int at) {
  Item* item = pool.get();  // warn: throws
  const int value = list.at(at);
  pool.put(item);
  return value;
}

// ---- nothing is lost

int clean_library(std::vector<int>& list, std::mutex& mutex) {
  Item* item = pool.get();
  mutex.lock();
  list.push_back(item->number);
  mutex.unlock();
  pool.put(item);
  return list[0];
}

int clean_library_is_caught(const std::string& text) {
  Item* item = pool.get();
  try {
    item->number = std::stoi(text);
  } catch (const std::exception&) {
    item->number = 0;
  }
  pool.put(item);
  return 0;
}

void clean_put_before() {
  Item* item = pool.get();
  pool.put(item);
  fails();
}

void clean_called_before() {
  fails();
  Item* item = pool.get();
  pool.put(item);
}

void clean_callee_catches() {
  Item* item = pool.get();
  catches();
  pool.put(item);
}

void clean_put_by_the_handler() {
  Item* item = pool.get();
  try {
    fails();
  } catch (const Broken&) {
    pool.put(item);
    throw;
  }
  pool.put(item);
}

void clean_put_behind_the_handler() {
  Item* item = pool.get();
  try {
    fails();
  } catch (...) {
    note("failed");
  }
  pool.put(item);
}

void clean_base_handler() {
  Item* item = pool.get();
  try {
    Leaf leaf(item);
    if (leaf.item->number == 3) throw Worse();
  } catch (const Broken&) {
    note("failed");
  }
  pool.put(item);
}

void clean_unknown() {
  Item* item = pool.get();
  unknown();
  pool.put(item);
}

void clean_callee_is_noexcept() {
  Item* item = pool.get();
  never();
  pool.put(item);
}

void clean_noexcept() noexcept {
  Item* item = pool.get();
  fails();
  pool.put(item);
}

struct Guard {
  explicit Guard(Item* taken) : item(taken) {}
  ~Guard() { pool.put(item); }
  Item* item;
};
void clean_guard() {
  Guard guard(pool.get());
  fails();
}

struct LateGuard {
  ~LateGuard() {
    if (item) pool.put(item);
  }
  Item* item = nullptr;
};
void clean_guard_that_is_filled() {
  LateGuard guard;
  guard.item = pool.get();
  fails();
}

template <class F>
struct AtExit {
  F run;
  ~AtExit() { run(); }
};
template <class F>
AtExit(F) -> AtExit<F>;
void clean_scope_guard() {
  Item* item = pool.get();
  AtExit put{[&] { pool.put(item); }};
  fails();
}

void clean_through_a_pointer(void (*hook)()) {
  Item* item = pool.get();
  hook();
  pool.put(item);
}

void clean_local_pool() {
  Pool<Item> own;
  Item* item = own.get();
  fails();
  own.put(item);
}

void clean_flag_for_the_handler() {
  bool given_back = false;
  Item* item = pool.get();
  try {
    pool.put(item);
    given_back = true;
    fails();
  } catch (...) {
    if (!given_back) pool.put(item);
    throw;
  }
}

void clean_flag_set_before() {
  bool held = false;
  Item* item = nullptr;
  try {
    item = pool.get();
    held = true;
    fails();
    pool.put(item);
    held = false;
  } catch (...) {
    if (held) pool.put(item);
    throw;
  }
}

void clean_reset_to_null() {
  Item* item = nullptr;
  try {
    item = pool.get();
    fails();
    pool.put(item);
    item = nullptr;
    fails();
  } catch (...) {
    if (item) pool.put(item);
    throw;
  }
}

int clean_kept_by_a_callee(Item** where) {
  Item* item = pool.get();
  *where = item;
  fails();
  return 0;
}

// Of a class with a pool behind its operator new.
void* entry_memory(unsigned long size);
void entry_release(void* memory);
#define MEMPROXY_CLASS(Class)              \
 private:                                  \
  static void* Pool();                     \
                                           \
 public:                                   \
  void* operator new(unsigned long size) { \
    return entry_memory(size);             \
  }                                        \
  void operator delete(void* object) {     \
    entry_release(object);                 \
  }

class Entry {
  MEMPROXY_CLASS(Entry)
 public:
  Entry() { fails(); }
  int number;
};

// The language gives the memory back.
int clean_constructor_throws() {
  Entry* entry = new Entry;
  const int number = entry->number;
  delete entry;
  return number;
}

int main() {
  Item* clean_in_main = pool.get();
  fails();
  pool.put(clean_in_main);
}
