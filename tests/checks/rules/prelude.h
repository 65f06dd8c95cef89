// What the examples on the pages of the rules stand on: a pool of buffers that never fails, one
// that may be empty, and a lease.
#pragma once

#define POOL_GET [[clang::annotate("pool::get")]]
#define POOL_PUT [[clang::annotate("pool::put")]]

struct Buffer {
  void clear();
  int size;
  char* data;
};

class [[clang::annotate("pool::pool")]] BufferPool {
 public:
  POOL_GET Buffer* get();
  POOL_PUT void put(Buffer* buffer);
};

void use(const Buffer& buffer);

// The models of these two stand in prelude.yaml.
template <class T>
class ObjectPool {
 public:
  T* get();
  void put(T* object);
};

// Its model says that it may give none.
class BoundedPool {
 public:
  Buffer* try_get();
  void put(Buffer* buffer);
};

// Its model says that it has no bound.
class UnboundedPool {
 public:
  Buffer* get();
  void put(Buffer* buffer);
};
