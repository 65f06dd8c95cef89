// Objects that go into another pool than the one they come from.
#include <cstdlib>

#include "pool.h"

// Objects of which the memory lies in blocks of the pool.
template <class T>
class Slab {
 public:
  T* construct();
  void destroy(T* object);
};

// One pool a type.
namespace typed {
template <class T>
T* get_object();
template <class T>
void return_object(T* object);
}  // namespace typed

static Pool<Item> first;
static Pool<Item> second;
extern Pool<Item> third;

struct Server {
  Pool<Item> requests;
  Pool<Item> answers;
  Pool<Item>& shared;
  Pool<Item>* chosen;

  void crosses();
  void crosses_on_one_path();
  void leaves_for_a_global();
  void clean_own();
  void clean_reference();
  void clean_pointer();
};

void crosses() {
  Item* item = first.get();
  item->number = 1;
  second.put(item);  // warn: object taken from 'first' is put into 'second'
}

void crosses_through_alias() {
  Item* item = first.get();
  Item* same = item;
  third.put(same);  // warn: object taken from 'first' is put into 'third'
}

void crosses_when_short(bool full) {
  Item* item = second.get();
  if (full) {
    first.put(item);  // warn: object taken from 'second' is put into 'first'
  } else {
    second.put(item);
  }
}

void crosses_in_a_loop() {
  for (int i = 0; i < 3; ++i) {
    Item* item = third.get();
    item->number = i;
    first.put(item);  // warn: object taken from 'third' is put into 'first'
  }
}

void crosses_both() {
  Item* a = first.get();
  Item* b = second.get();
  first.put(b);   // warn: object taken from 'second' is put into 'first'
  second.put(a);  // warn: object taken from 'first' is put into 'second'
}

void crosses_in_a_handler() {
  Item* item = first.get();
  try {
    if (chance()) throw 1;
    first.put(item);
  } catch (int) {
    second.put(item);  // warn: object taken from 'first' is put into 'second'
  }
}

void crosses_after_test() {
  Item* item = first.get();
  if (!item) return;
  switch (chance()) {
    case 1:
      second.put(item);  // warn: object taken from 'first' is put into 'second'
      break;
    default:
      first.put(item);
  }
}

void Server::crosses() {
  Item* item = requests.get();
  answers.put(item);  // warn: object taken from 'Server::requests' is put into 'Server::answers'
}

void Server::crosses_on_one_path() {
  Item* item = answers.get();
  if (item->number > 3) {
    requests.put(item);  // warn: object taken from 'Server::answers' is put into 'Server::requests'
    return;
  }
  answers.put(item);
}

void Server::leaves_for_a_global() {
  Item* item = requests.get();
  first.put(item);  // warn: object taken from 'Server::requests' is put into 'first'
}

void clean_same() {
  Item* item = first.get();
  first.put(item);
}

void clean_two() {
  Item* a = first.get();
  Item* b = second.get();
  second.put(b);
  first.put(a);
}

void clean_reassigned() {
  Item* item = first.get();
  first.put(item);
  item = second.get();
  second.put(item);
}

void clean_parameter(Pool<Item>& from) {
  Item* item = from.get();
  first.put(item);  // the caller may pass the same one
}

void clean_reference() {
  Pool<Item>& alias = first;
  Item* item = alias.get();
  first.put(item);
}

void clean_pointer(bool one) {
  Pool<Item>* which = one ? &first : &second;
  Item* item = which->get();
  first.put(item);
}

void clean_by_branch(bool one) {
  Item* item = one ? first.get() : second.get();
  if (one) {
    first.put(item);
  } else {
    second.put(item);
  }
}

void Server::clean_own() {
  Item* item = requests.get();
  requests.put(item);
}

void Server::clean_reference() {
  Item* item = requests.get();
  shared.put(item);
}

void Server::clean_pointer() {
  Item* item = chosen->get();
  answers.put(item);
}

// ---- what never came from a pool, or goes where no pool gets it back

extern Slab<Item> slab;
static Item spare;

void made_by_new() {
  Item* item = new Item;
  item->number = 1;
  slab.destroy(item);  // warn: object made by new is put into 'slab'
}

void made_in_place() {
  slab.destroy(new Item());  // warn: object made by new is put into 'slab'
}

void made_by_malloc() {
  Item* item = static_cast<Item*>(malloc(sizeof(Item)));
  if (!item) return;
  slab.destroy(item);  // warn: object made by malloc() is put into 'slab'
}

void a_global() {
  slab.destroy(&spare);  // warn: address of 'spare' is put into 'slab'
}

void a_local() {
  Item item{};
  item.number = 2;
  first.put(&item);  // warn: address of the local 'item' is put into 'first'
}

void a_local_through_a_pointer() {
  Item item{};
  Item* pointer = &item;
  pointer->number = 3;
  slab.destroy(pointer);  // warn: address of the local 'item' is put into 'slab'
}

void an_element_of_a_local() {
  Item list[4] = {};
  second.put(&list[1]);  // warn: address of the local 'list' is put into 'second'
}

void freed_by_delete() {
  Item* item = slab.construct();
  item->number = 4;
  delete item;  // warn: object taken from 'slab' is freed by the heap, by delete
}

void freed_by_free() {
  Item* item = slab.construct();
  free(item);  // warn: object taken from 'slab' is freed by the heap, by free()
}

struct Derived : Item {
  int more;
};
void under_the_base_type() {
  Derived* derived = typed::get_object<Derived>();
  Item* item = derived;
  typed::return_object(item);  // warn: object taken as 'Derived' is put back as 'Item'
}

void other_family() {
  void* memory = slab.construct();
  c_put(items, static_cast<::item*>(memory));  // warn: taken from 'slab' is put into 'items'
}

void clean_slab() {
  Item* item = slab.construct();
  slab.destroy(item);
}

void clean_prefilled() {
  for (int i = 0; i < 4; ++i) first.put(new Item);  // fills the pool beforehand
}

void clean_spare_objects() {
  first.put(&spare);
}

void clean_local_pool_of_locals() {
  Item list[4] = {};
  Pool<Item> own;
  for (Item& each : list) own.put(&each);
}

void clean_own_type() {
  Derived* derived = typed::get_object<Derived>();
  typed::return_object(derived);
}

void clean_object_pool_of_the_heap() {
  Item* item = first.get();
  delete item;
}

void clean_either(bool pooled) {
  Item* item = pooled ? slab.construct() : new Item;
  if (pooled) {
    slab.destroy(item);
  } else {
    delete item;
  }
}

void clean_reassigned_pointer() {
  Item local{};
  Item* item = &local;
  if (chance()) item = first.get();
  if (item != &local) first.put(item);
}

void type_is_erased() {
  Item* item = typed::get_object<Item>();
  void* memory = item;
  typed::return_object(memory);  // warn: object taken as 'Item' is put back as 'void'
}

void type_is_cast_away() {
  Item* item = typed::get_object<Item>();
  typed::return_object(static_cast<void*>(item));  // warn: is put back as 'void'
}

void type_is_named_away() {
  Item* item = typed::get_object<Item>();
  typed::return_object<void>(item);  // warn: is put back as 'void'
}

void clean_cast_back() {
  void* memory = typed::get_object<Item>();
  typed::return_object(static_cast<Item*>(memory));
}

void clean_named() {
  Item* item = typed::get_object<Item>();
  typed::return_object<Item>(item);
}
