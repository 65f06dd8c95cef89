#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

// Keeps what is given back, no more than `Most` objects.
template <class T, size_t Most = 16>
class Spares {
 public:
  std::unique_ptr<T> acquire() {
    if (free_.empty()) return std::make_unique<T>();
    auto object = std::move(free_.back());
    free_.pop_back();
    return object;
  }
  void release(std::unique_ptr<T> object) {
    object->reset();
    if (free_.size() < Most) free_.push_back(std::move(object));
  }

 private:
  std::vector<std::unique_ptr<T>> free_;
};
