// Spare objects of any kind, behind a lock.
#ifndef SPARES_H
#define SPARES_H

#include <mutex>
#include <vector>

template <class T>
class SparePool {
 public:
  ~SparePool() {
    for (T* each : free_) delete each;
  }
  T* acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return new T();
    T* spare = free_.back();
    free_.pop_back();
    return spare;
  }
  void release(T* object) {
    object->clear();
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(object);
  }

 private:
  std::mutex mutex_;
  std::vector<T*> free_;
};

#endif
