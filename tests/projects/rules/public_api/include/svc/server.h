// What the library installs.
#pragma once

#include "../../../pool.h"

namespace svc::aux_ {
extern Pool<Item> clean_auxiliary;
}

namespace svc {

extern Pool<Item> buffers;
extern Pool<Item> clean_hidden __attribute__((visibility("hidden")));

class Server {
 public:
  Pool<Item> open;                              // warn: 'svc::Server::open' is a public member
  Pool<Item>& pool() { return own_; }           // warn: 'svc::Server::pool()' hands out the pool
  Pool<Item>* pool_pointer() { return &own_; }  // warn: 'svc::Server::pool_pointer()' hands out
  const Pool<Item>& clean_view() const { return own_; }
  Item* clean_take() { return own_.get(); }
  void clean_give(Item* item) { own_.put(item); }

 protected:
  Pool<Item>& clean_for_children() { return own_; }

 private:
  Pool<Item> own_;
};

// Nothing in it is private.
struct CleanPlain {
  int number;
  Pool<Item> clean_member;
};

Pool<Item>& shared();
Pool<Item>& of_the_process();

// A pool of the library's own, made of another one: what it holds is its business.
template <class T>
class GuardedPool {
 public:
  T* get() { return clean_inner.get(); }
  void put(T* object) { clean_inner.put(object); }
  Pool<T>& clean_accessor() { return clean_inner; }
  Pool<T> clean_inner;
};

}  // namespace svc
