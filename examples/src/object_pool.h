// A pool template of the kind that many code bases have: idle objects in a vector behind a mutex,
// a bound on how many are kept, and a lease for those who cannot forget.
#ifndef GATEWAY_OBJECT_POOL_H
#define GATEWAY_OBJECT_POOL_H

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace gateway {

template <class T>
class ObjectPool {
 public:
  explicit ObjectPool(std::size_t max_idle = 64) : max_idle_(max_idle) {}

  // An idle object, or a new one. Its content is whatever its last user left.
  std::unique_ptr<T> acquire() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<T> object = std::move(idle_.back());
        idle_.pop_back();
        return object;
      }
    }
    return std::make_unique<T>();
  }

  // Takes an object back for its next user. Beyond the bound it is destroyed.
  void release(std::unique_ptr<T> object) {
    object->reset();
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.size() < max_idle_) idle_.push_back(std::move(object));
  }

  // Owns an object and gives it back when it goes out of scope.
  class Lease {
   public:
    explicit Lease(ObjectPool& pool) : pool_(pool), object_(pool.acquire()) {}
    ~Lease() { pool_.release(std::move(object_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    T& operator*() const { return *object_; }
    T* operator->() const { return object_.get(); }

   private:
    ObjectPool& pool_;
    std::unique_ptr<T> object_;
  };

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_;
  const std::size_t max_idle_;
};

}  // namespace gateway

#endif
