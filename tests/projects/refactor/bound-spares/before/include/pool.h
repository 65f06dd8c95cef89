#pragma once
#include <memory>
#include <mutex>
#include <vector>

struct Buffer {
  std::vector<char> bytes;
  int used = 0;
};

class BufferPool {
 public:
  ~BufferPool() {
    for (Buffer* each : free_) delete each;
  }
  Buffer* acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return new Buffer;
    Buffer* spare = free_.back();
    free_.pop_back();
    return spare;
  }
  // All of them wait for the next one.
  void release(Buffer* buffer) {
    buffer->used = 0;
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(buffer);
  }

 private:
  std::mutex mutex_;
  std::vector<Buffer*> free_;
};

extern BufferPool buffers;
