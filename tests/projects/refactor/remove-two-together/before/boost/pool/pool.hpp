// As much of the library as the project uses.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

namespace boost {

template <typename Allocator = int>
class pool {
 public:
  explicit pool(std::size_t requested_size, std::size_t = 32) : size_(requested_size) {}
  void* malloc() { return std::malloc(size_); }
  void free(void* block) { std::free(block); }
  bool is_from(void* block) const { return block != nullptr; }
  void set_next_size(std::size_t) {}

 private:
  std::size_t size_;
};

template <typename T, typename Allocator = int>
class object_pool {
 public:
  template <typename... Arguments>
  T* construct(Arguments&&... arguments) {
    return new (std::malloc(sizeof(T))) T(std::forward<Arguments>(arguments)...);
  }
  void destroy(T* object) {
    object->~T();
    std::free(object);
  }
  void set_next_size(std::size_t) {}
};

}  // namespace boost
