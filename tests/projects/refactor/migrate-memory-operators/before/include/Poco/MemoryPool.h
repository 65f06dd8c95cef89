// As much of the library as the project uses.
#pragma once

#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace Poco {

class MemoryPool {
 public:
  MemoryPool(std::size_t blockSize, int preAlloc = 0, int maxAlloc = 0)
      : size_(blockSize), most_(maxAlloc), made_(preAlloc) {
    for (int i = 0; i < preAlloc; ++i) blocks_.push_back(new char[size_]);
  }
  ~MemoryPool() {
    for (char* each : blocks_) delete[] each;
  }
  void* get() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (blocks_.empty()) {
      if (most_ != 0 && made_ >= most_) throw std::runtime_error("exhausted");
      ++made_;
      return new char[size_];
    }
    char* block = blocks_.back();
    blocks_.pop_back();
    return block;
  }
  void release(void* block) {
    std::lock_guard<std::mutex> lock(mutex_);
    blocks_.push_back(static_cast<char*>(block));
  }
  int allocated() const { return made_; }

 private:
  std::size_t size_;
  int most_;
  int made_;
  std::vector<char*> blocks_;
  std::mutex mutex_;
};

}  // namespace Poco
