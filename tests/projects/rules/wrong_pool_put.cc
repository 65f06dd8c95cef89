// Objects that go into another pool than the one they come from.
#include "pool.h"

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
