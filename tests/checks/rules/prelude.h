// What the examples on the pages of the rules stand on: a pool of buffers that never fails, one
// that may be empty, and a lease.
#pragma once

namespace std {
template <class T>
class basic_string {
 public:
  basic_string();
  ~basic_string();
  basic_string& append(const T* more);
  void clear();
  void shrink_to_fit();
  unsigned long capacity() const;
};
using string = basic_string<char>;
}  // namespace std

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

// The models of these stand in prelude.yaml.
template <class T>
class ObjectPool {
 public:
  T* get();
  void put(T* object);
};

// Its objects are never destroyed.
template <class T>
class ImmortalPool {
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

// Its model says that so many exist and no more.
class StrictPool {
 public:
  Buffer* get();
  void put(Buffer* buffer);
  void invalidate(Buffer* buffer);
};

// Its model says that it is for one thread.
class SingleThreadPool {
 public:
  Buffer* get();
  void put(Buffer* buffer);
};

// Puts its object when it dies.
class BufferLease {
 public:
  BufferLease(BufferLease&&) noexcept;
  ~BufferLease();
  Buffer* get() const;
  Buffer* operator->() const;
};
class LeasePool {
 public:
  BufferLease lease();
};
