#pragma once

#include <vector>

template <class T>
class Shelf {
 public:
  ~Shelf() {
    for (T* each : free_) delete each;
  }
  T* get(int number) {
    T* out = nullptr;
    if (free_.empty()) {
      out = new T;
    } else {
      out = free_.back();
      free_.pop_back();
    }
    out->number = number;
    return out;
  }
  void put(T* object) {
    object->reset();
    free_.push_back(object);
  }

 private:
  std::vector<T*> free_;
};
