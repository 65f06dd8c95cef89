#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

struct Buffer {
  int length = 0;
};

// Buffers that nobody uses at the moment.
class BufferPool {
 public:
  std::unique_ptr<Buffer> get() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return std::make_unique<Buffer>();
    std::unique_ptr<Buffer> out = std::move(free_.back());
    free_.pop_back();
    return out;
  }
  void put(std::unique_ptr<Buffer> buffer) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(buffer));
  }
  std::size_t size() {
    std::lock_guard<std::mutex> lock(mutex_);
    return free_.size();
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Buffer>> free_;
};

extern BufferPool buffers;
