// The pools of the patterns.
#pragma once

#include <vector>

template <class T>
class Lease {
 public:
  Lease(Lease&&) noexcept;
  ~Lease();
  T* get() const;
  T* release();
};

template <class T>
class Pool {
 public:
  T* get();
  T* try_get();
  Lease<T> lease();
  void put(T* object);
};

struct Item {
  int number;
  char text[32];
  Item* next;
  void work();
};

extern Pool<Item> pool;
extern Pool<Item> other_pool;
extern Item* published;

bool chance();
int choice();
void opaque(Item* item);
void opaque(Lease<Item>& lease);
struct Failure {};
