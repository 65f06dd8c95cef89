#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <pool/bounded_pool.h>
#include <utility>

// Idle objects behind a lock, and a lease for those who cannot forget.
template <class T>
class ObjectPool {
 public:
  explicit ObjectPool(std::size_t most = 32) : most_(most) {}

  std::unique_ptr<T> acquire() {
    ++taken_;
    return std::unique_ptr<T>(idle_pool_.get());
  }

  void release(std::unique_ptr<T> object) {
    object->reset();
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_pool_.put(object.release());
  }

  int taken() const { return taken_; }

  class Lease {
   public:
    explicit Lease(ObjectPool& pool) : pool_(pool), object_(pool.acquire()) {}
    ~Lease() { pool_.release(std::move(object_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    T* operator->() const { return object_.get(); }

   private:
    ObjectPool& pool_;
    std::unique_ptr<T> object_;
  };

 private:
  std::mutex mutex_;
  const std::size_t most_;
  pool::bounded_pool<T> idle_pool_{
      most_, pool::bound::idle, {}, pool::order::lifo, "ObjectPool.idle_"};
  int taken_ = 0;
};
