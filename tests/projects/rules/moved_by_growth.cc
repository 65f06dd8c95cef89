// Pointers into pools that move their objects when they grow.
#include <memory>
#include <vector>

#include "pool.h"

#define GET [[clang::annotate("pool::get")]]
#define PUT [[clang::annotate("pool::put")]]

class Slots {
 public:
  GET Item* get() {
    if (free_.empty()) {
      items_.emplace_back();
      return &items_.back();
    }
    Item& item = items_[free_.back()];
    free_.pop_back();
    return &item;
  }
  PUT void put(Item* item);
  Item* at(unsigned index);

 private:
  std::vector<Item> items_;
  std::vector<unsigned> free_;
};

class Owners {
 public:
  GET Item* get() {
    items_.push_back(std::make_unique<Item>());
    return items_.back().get();
  }
  PUT void put(Item* item);

 private:
  std::vector<std::unique_ptr<Item>> items_;
};

struct Server {
  Slots slots;
  Slots others;
  Item* current = nullptr;
  void member();
  void clean_other_member();
};
static Slots global_slots;

void write_after_get(Slots& slots) {
  Item* first = slots.get();
  Item* second = slots.get();
  first->number = 1;  // warn: is used after another get
  slots.put(second);
}

int read_after_get(Slots& slots) {
  Item* first = slots.get();
  Item* second = slots.get();
  second->number = first->number;  // warn: is used after another get
  return 0;
}

void put_after_get(Slots& slots) {
  Item* first = slots.get();
  Item* second = slots.get();
  slots.put(second);
  slots.put(first);  // warn: is used after another get
}

void call_after_get(Slots& slots) {
  Item* first = slots.get();
  slots.put(slots.get());
  first->use();  // warn: is used after another get
}

Item* returned_after_get(Slots& slots) {
  Item* first = slots.get();
  slots.put(slots.get());
  return first;  // warn: is used after another get
}

void on_one_branch(Slots& slots, bool more) {
  Item* first = slots.get();
  Item* second = more ? slots.get() : nullptr;
  first->number = 2;  // warn: is used after another get
  if (second) slots.put(second);
}

void in_a_loop(Slots& slots) {
  Item* last = nullptr;
  for (int i = 0; i < 4; ++i) {
    Item* item = slots.get();
    if (last) last->next = nullptr;  // warn: is used after another get
    last = item;
  }
}

void part(Slots& slots) {
  Item* first = slots.get();
  char* text = first->text;
  Item* second = slots.get();
  text[0] = 'a';  // warn: is used after another get
  slots.put(second);
}

void Server::member() {
  Item* first = slots.get();
  Item* second = slots.get();
  first->number = 3;  // warn: is used after another get
  slots.put(second);
}

void global() {
  Item* first = global_slots.get();
  global_slots.get()->number = 3;
  first->number = 4;  // warn: is used after another get
}

static void fill(Item* item) {
  item->number = 5;
}
void passed_after_get(Slots& slots) {
  Item* first = slots.get();
  Item* second = slots.get();
  fill(first);  // warn: is used after another get
  fill(second);
}

void clean_used_before(Slots& slots) {
  Item* first = slots.get();
  first->number = 6;
  Item* second = slots.get();
  second->number = 7;
}

void clean_looked_up_again(Slots& slots) {
  Item* first = slots.get();
  Item* second = slots.get();
  first = slots.at(0);
  first->number = 8;
  slots.put(second);
}

void clean_put_before(Slots& slots) {
  Item* first = slots.get();
  slots.put(first);
  Item* second = slots.get();
  second->number = 9;
  slots.put(second);
}

void clean_two_pools(Slots& slots, Slots& others) {
  Item* first = slots.get();
  Item* second = others.get();
  first->number = 10;
  others.put(second);
  slots.put(first);
}

void Server::clean_other_member() {
  Item* first = slots.get();
  Item* second = others.get();
  first->number = 11;
  others.put(second);
}

void clean_owned_objects(Owners& owners) {
  Item* first = owners.get();
  Item* second = owners.get();
  first->number = 12;
  owners.put(second);
  owners.put(first);
}

void clean_in_a_loop(Slots& slots) {
  for (int i = 0; i < 4; ++i) {
    Item* item = slots.get();
    item->number = i;
  }
}

void clean_compared(Slots& slots) {
  Item* first = slots.get();
  Item* second = slots.get();
  if (first == second) note("twice");
  slots.put(second);
}

void clean_blocks(Pool<Item>& blocks) {
  Item* first = blocks.get();
  Item* second = blocks.get();
  first->number = 13;
  blocks.put(second);
  blocks.put(first);
}

void clean_either(Slots& slots, bool one) {
  Item* item = nullptr;
  if (one) {
    item = slots.get();
  } else {
    item = slots.get();
  }
  item->number = 14;
}
