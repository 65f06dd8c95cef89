// As much of the library's header as the program needs.
#pragma once

#include <mutex>
#include <vector>

namespace Poco {

template <class C, class P = C*>
struct PoolableObjectFactory {
  P createObject() { return new C; }
  void destroyObject(P object) { delete object; }
};

template <class C, class P = C*, class F = PoolableObjectFactory<C, P>>
class ObjectPool {
 public:
  ObjectPool(std::size_t capacity, std::size_t peak) : capacity_(capacity), peak_(peak) {}
  ~ObjectPool() {
    for (P each : pool_) factory_.destroyObject(each);
  }
  P borrowObject(long = 0) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!pool_.empty()) {
      P last = pool_.back();
      pool_.pop_back();
      return last;
    }
    if (size_ == peak_) return nullptr;
    ++size_;
    return factory_.createObject();
  }
  void returnObject(P object) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (pool_.size() < capacity_) {
      pool_.push_back(object);
    } else {
      factory_.destroyObject(object);
      --size_;
    }
  }

 private:
  F factory_;
  std::size_t capacity_;
  std::size_t peak_;
  std::size_t size_ = 0;
  std::mutex mutex_;
  std::vector<P> pool_;
};

}  // namespace Poco
