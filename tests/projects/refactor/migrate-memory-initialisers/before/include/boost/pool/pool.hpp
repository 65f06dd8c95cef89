// As much of the library as the project uses.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <set>

namespace boost {

struct default_user_allocator_new_delete {
  static char* malloc(std::size_t bytes) { return new (std::nothrow) char[bytes]; }
  static void free(char* block) { delete[] block; }
};

template <typename UserAllocator = default_user_allocator_new_delete>
class pool {
 public:
  explicit pool(std::size_t requested_size, std::size_t = 32, std::size_t = 0) : size_(requested_size) {}
  ~pool() { purge_memory(); }
  void* malloc() {
    char* block = UserAllocator::malloc(size_);
    blocks_.insert(block);
    return block;
  }
  void* ordered_malloc() { return malloc(); }
  void free(void* block) {
    blocks_.erase(static_cast<char*>(block));
    UserAllocator::free(static_cast<char*>(block));
  }
  bool is_from(void* block) const { return blocks_.count(static_cast<char*>(block)) != 0; }
  void set_next_size(std::size_t) {}
  bool release_memory() { return false; }
  bool purge_memory() {
    for (char* each : blocks_) UserAllocator::free(each);
    blocks_.clear();
    return true;
  }

 private:
  std::size_t size_;
  std::set<char*> blocks_;
};

}  // namespace boost
