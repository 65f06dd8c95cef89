// Objects in a unique_ptr with the default deleter: what dies in one never comes back.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pool.h"

void forgotten() {
  auto item = pool.get();  // get: never
  item->use();
}  // lost

int early_return(bool ready) {
  auto item = pool.get();  // get: some-paths
  if (!ready) return 1;    // lost
  item->number = 2;
  pool.put(std::move(item));
  return 0;
}

void discarded() {
  pool.get()->use();  // get: never  // lost
}

// ---- tests for null ----------------------------------------------------------------------------

void tested_as_a_condition() {
  auto item = pool.try_get();  // get: all-paths
  if (!item) return;
  pool.put(std::move(item));
}

void tested_in_the_condition() {
  if (auto item = pool.try_get()) {  // get: all-paths
    pool.put(std::move(item));
  }
}

void compared_with_nullptr() {
  auto item = pool.try_get();  // get: all-paths
  if (item == nullptr) return;
  pool.put(std::move(item));
}

void compared_and_lost() {
  auto item = pool.try_get();  // get: some-paths
  if (item == nullptr) return;
  if (item->number == 0) return;  // lost
  pool.put(std::move(item));
}

void tested_through_the_raw_pointer() {
  auto item = pool.try_get();  // get: all-paths
  if (item.get() == nullptr) return;
  pool.put(std::move(item));
}

// ---- moves -------------------------------------------------------------------------------------

void moved() {
  auto item = pool.get();  // get: all-paths
  std::unique_ptr<Item> other = std::move(item);
  pool.put(std::move(other));
}

void moved_and_lost() {
  auto item = pool.get();  // get: never
  const std::unique_ptr<Item> other = std::move(item);
  other->use();
}  // lost

void assigned() {
  std::unique_ptr<Item> item;
  item = pool.get();  // get: all-paths
  pool.put(std::move(item));
}

void overwritten() {
  std::unique_ptr<Item> item = pool.get();  // get: never
  item = pool.get();                        // get: all-paths  // lost
  pool.put(std::move(item));
}

std::unique_ptr<Item> returned() {
  auto item = pool.get();  // get: handed-over
  item->number = 1;
  return item;
}

struct Owner {
  std::unique_ptr<Item> item;
};

void stored(Owner& owner) {
  owner.item = pool.get();  // get: handed-over
}

// A class without a destructor of its own: what it holds dies with it, but that is not followed.
void in_a_struct() {
  Owner owner;
  owner.item = pool.get();  // get: unproven
}

void in_a_container() {
  std::vector<std::unique_ptr<Item>> items;
  items.push_back(pool.get());  // get: unproven
}

void swapped(std::unique_ptr<Item>& other) {
  auto item = pool.get();  // get: unproven
  item.swap(other);
}

void in_a_lambda(std::function<void()>& later) {
  auto item = pool.get();  // get: unproven
  auto shared = std::make_shared<std::unique_ptr<Item>>(std::move(item));
  later = [shared] { (*shared)->use(); };
}

void put_by_a_lambda() {
  auto item = pool.get();  // get: all-paths
  const auto finish = [&item] { pool.put(std::move(item)); };
  finish();
}

void as_shared_ptr() {
  const std::shared_ptr<Item> item = pool.get();  // get: unproven
  item->use();
}

// ---- raw pointers ------------------------------------------------------------------------------

void released_and_put() {
  auto item = pool.get();  // get: all-paths
  pool.put_raw(item.release());
}

void put_and_released() {
  auto item = pool.get();  // get: all-paths
  Item* raw = item.get();
  pool.put_raw(raw);
  item.release();
}

void released_and_lost() {
  auto item = pool.get();  // get: never
  Item* raw = item.release();
  raw->use();
}  // lost

void wrapped() {
  std::unique_ptr<Item> item(pool.raw());  // get: never
  item->use();
}  // lost

// Destroying it on purpose, like `delete`, is no oversight.
void destroyed_on_purpose(bool broken) {
  auto item = pool.get();  // get: handed-over
  if (broken) {
    item.reset();
  } else {
    item = nullptr;
  }
}

void replaced_by_a_raw_one() {
  std::unique_ptr<Item> item;
  item.reset(pool.raw());  // get: all-paths
  pool.put(std::move(item));
}

// ---- others who may give it back ---------------------------------------------------------------

void elsewhere(std::unique_ptr<Item> item);
void elsewhere_by_reference(std::unique_ptr<Item>&& item);

void handed_to_a_stranger() {
  elsewhere(pool.get());  // get: unproven
}

void offered_to_a_stranger() {
  auto item = pool.get();  // get: unproven
  elsewhere_by_reference(std::move(item));
}

void sink(std::unique_ptr<Item> item) {
  item->use();
  pool.put(std::move(item));
}

void handed_to_a_sink() {
  sink(pool.get());  // get: all-paths
}

void drain(std::unique_ptr<Item> item) {
  item->use();
}

void handed_to_a_drain() {
  drain(pool.get());  // get: never  // lost
}

void put_by_reference(std::unique_ptr<Item>& item) {
  pool.put(std::move(item));
}

void offered_to_a_function() {
  auto item = pool.get();  // get: all-paths
  put_by_reference(item);
}

void look_only(const std::unique_ptr<Item>& item) {
  item->use();
}

void shown_to_a_function() {
  auto item = pool.get();  // get: never
  look_only(item);
}  // lost

void take_out(std::unique_ptr<Item>& item, Owner& owner) {
  owner.item = std::move(item);
}

void taken_out_by_a_function(Owner& owner) {
  auto item = pool.get();  // get: handed-over
  take_out(item, owner);
}

Item* detach(std::unique_ptr<Item>& item) {
  return item.release();
}

void detached_and_put() {
  auto item = pool.get();  // get: all-paths
  Item* raw = detach(item);
  pool.put_raw(raw);
}

// ---- deleters ----------------------------------------------------------------------------------

struct GiveBack {
  void operator()(Item* item) const { pool.put_raw(item); }
};

void with_a_deleter() {
  const std::unique_ptr<Item, GiveBack> item(pool.raw());  // get: lease
  item->use();
}

void with_a_function_as_deleter(void (*deleter)(Item*)) {
  const std::unique_ptr<Item, void (*)(Item*)> item(pool.raw(), deleter);  // get: lease
  item->use();
}

// A deleter of the default kind, but of the program: it may well give back.
struct Special {
  int number;
  void use();
};
extern Pool<Special> specials;

template <>
struct std::default_delete<Special> {
  void operator()(Special* special) const;
};

void with_a_default_deleter_of_its_own() {
  auto special = specials.get();  // get: unproven
  special->use();
}

struct Recycled {
  int number;
  static void operator delete(void* memory);
};
extern Pool<Recycled> recycled;

void with_an_operator_delete_of_its_own() {
  auto object = recycled.get();  // get: unproven
  object->number = 1;
}

struct Base {
  int number;
  virtual ~Base();
};
struct Derived : Base {
  static void operator delete(void* memory);
};
extern Pool<Base> bases;

void with_an_operator_delete_further_down() {
  auto object = bases.get();  // get: unproven
  object->number = 1;
}

struct Plain {
  std::string text;
  virtual ~Plain() = default;
};
extern Pool<Plain> plains;

void of_a_class_that_others_could_inherit() {
  auto object = plains.get();  // get: never
  object->text = "x";
}  // lost
