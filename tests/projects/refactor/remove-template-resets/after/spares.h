#pragma once

template <class T>
class Shelf {
 public:
  T* get(int number) {
    T* out = new T;
    out->number = number;
    return out;
  }
  void put(T* object) {
    object->reset();
    delete object;
  }
};
