#pragma once
#include <memory>
#include <mutex>
#include <vector>

// Up to sixteen spare objects, behind a lock.
template <class T>
class ObjectPool {
 public:
  ~ObjectPool() {
    for (T* each : free_) delete each;
  }
  T* acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return new T();
    T* out = free_.back();
    free_.pop_back();
    return out;
  }
  void release(T* object) {
    object->reset();
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.size() < 16) {
      free_.push_back(object);
    } else {
      delete object;
    }
  }
  unsigned long idle() const { return free_.size(); }

 private:
  std::mutex mutex_;
  std::vector<T*> free_;
};
