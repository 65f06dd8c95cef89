// Pools of which one object is taken, once and for all.
#include "pool.h"

static Pool<Item> of_a_static;        // warn: one object only is ever taken from 'of_a_static'
static Pool<Item> of_a_global;        // warn: one object only is ever taken from 'of_a_global'
static Pool<Item> of_main;            // warn: one object only is ever taken from 'of_main'
static GrowingPool<Item> of_one_use;  // warn: one object only is ever taken from 'of_one_use'

Item& scratch() {
  static Item* item = of_a_static.get();
  return *item;
}

static Item* global_item = of_a_global.get();

static Pool<Item> clean_of_two;
static Pool<Item> clean_in_a_loop;
static Pool<Item> clean_of_a_function;
thread_local Pool<Item> clean_of_threads;
Pool<Item> clean_kept_for_each_call;

class Server {
 public:
  Item* take() { return clean_own_.get(); }

 private:
  Pool<Item> clean_own_;
};

// One for each thread.
Item& clean_thread_scratch() {
  thread_local Item* item = clean_of_threads.get();
  return *item;
}

void clean_function() {
  clean_of_a_function.put(clean_of_a_function.get());
}

int main() {
  Item* item = of_main.get();
  item->use();
  Pool<Item> own;  // warn: one object only is ever taken from 'main()::own'
  own.put(own.get());
  while (chance()) clean_in_a_loop.put(clean_in_a_loop.get());
  clean_of_two.put(clean_of_two.get());
  clean_of_two.put(clean_of_two.get());
  of_one_use.get()->use();
  global_item->use();
  Item* kept_here = clean_kept_for_each_call.get();
  clean_kept_for_each_call.put(kept_here);
  clean_kept_for_each_call.put(clean_kept_for_each_call.get());
  of_main.put(item);
  return Server().take()->number;
}
