#pragma once
#include <mutex>
#include <vector>

struct Buffer {
  std::vector<int> values;
  void reset() { values.clear(); }
};

// Spare objects of one kind, behind a lock.
template <class T>
class Shelf {
 public:
  ~Shelf() {
    for (T* each : free_) delete each;
  }
  T* acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return new T;
    T* out = free_.back();
    free_.pop_back();
    return out;
  }
  void release(T* object) {
    object->reset();
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(object);
  }

 private:
  std::mutex mutex_;
  std::vector<T*> free_;
};

int sum_of(int n);
