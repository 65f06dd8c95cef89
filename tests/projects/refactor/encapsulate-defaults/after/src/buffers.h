#pragma once
#include <vector>

struct Buffer {
  int used = 0;
  void reset() { used = 0; }
};

// Up to eight spare buffers.
class BufferPool {
 public:
  ~BufferPool() {
    for (Buffer* each : free_) delete each;
  }
  Buffer* get(int used = 1, bool wait = false) {
    Buffer* out = nullptr;
    if (free_.empty()) {
      out = new Buffer();
    } else {
      out = free_.back();
      free_.pop_back();
    }
    out->used = wait ? used + 1 : used;
    return out;
  }
  void put(Buffer* buffer) {
    buffer->reset();
    if (free_.size() < 8) {
      free_.push_back(buffer);
    } else {
      delete buffer;
    }
  }

 private:
  std::vector<Buffer*> free_;
};

Buffer* buffers_get();
void buffers_put(Buffer* buffer);
Buffer* buffers_get(int used);
Buffer* buffers_get(int used, bool wait);
