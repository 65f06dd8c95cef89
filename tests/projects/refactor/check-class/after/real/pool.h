#pragma once
#include <mutex>
#include <vector>

struct Buffer {
  std::vector<int> values;
  int used = 0;
  void reset() {
    values.clear();
    used = 0;
  }
};

// At most four buffers: acquire() gives none when all are out.
class BufferPool {
 public:
  ~BufferPool() {
    for (Buffer* each : free_) delete each;
  }
  Buffer* acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!free_.empty()) {
      Buffer* spare = free_.back();
      free_.pop_back();
      return spare;
    }
    if (made_ == 4) return nullptr;
    ++made_;
    return new Buffer;
  }
  void release(Buffer* buffer) {
    buffer->reset();
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(buffer);
  }

 private:
  std::mutex mutex_;
  std::vector<Buffer*> free_;
  int made_ = 0;
};

extern BufferPool buffers;

int sum_of(const std::vector<int>& values);
bool is_even(int n);
int both(int n);
const int* largest(const std::vector<int>& values);
void touch(int n);
int half(int n);

// In a header, and in a template.
template <class T>
bool holds(T value) {
  Buffer* b = buffers.acquire();
  if (!b) return false;
  b->used = static_cast<int>(value);
  const bool good = b->used == value;
  buffers.release(b);
  return good;
}
