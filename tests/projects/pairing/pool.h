// The pool of these sources. What becomes of an object stands behind the get:
//   // get: some-paths     the pairing of the get on this line
//   // lost                where an object is lost, for some-paths and never
#pragma once

#include <memory>
#include <utility>

template <class T>
class Lease {
 public:
  Lease(Lease&&) noexcept;
  ~Lease();
  T* detach();
  T* peek() const;
  void give_back();
  void drop();
  void pass_on();
};

template <class T>
class Pool {
 public:
  std::unique_ptr<T> get();
  std::unique_ptr<T> try_get();
  void put(std::unique_ptr<T> object);
  T* raw();
  T* try_raw();
  void put_raw(T* object);
  Lease<T> lease();
};

struct Item {
  int number;
  Item* next;
  void use();
};

extern Pool<Item> pool;
bool chance();
