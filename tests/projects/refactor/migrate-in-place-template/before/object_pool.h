#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

// Idle objects behind a lock, and a lease for those who cannot forget.
template <class T>
class ObjectPool {
 public:
  explicit ObjectPool(std::size_t most = 32) : most_(most) {}

  std::unique_ptr<T> acquire() {
    ++taken_;
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

  void release(std::unique_ptr<T> object) {
    object->reset();
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.size() < most_) idle_.push_back(std::move(object));
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
  std::vector<std::unique_ptr<T>> idle_;  // to be used again
  const std::size_t most_;
  int taken_ = 0;
};
