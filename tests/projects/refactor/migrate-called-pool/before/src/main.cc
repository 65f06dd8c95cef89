#include <cstdio>
#include <vector>

struct Buffer {
  int used = 0;
};

class BufferPool {
 public:
  ~BufferPool() {
    for (Buffer* each : free_) delete each;
  }
  Buffer* get() {
    if (free_.empty()) return new Buffer;
    Buffer* out = free_.back();
    free_.pop_back();
    return out;
  }
  void put(Buffer* buffer) {
    if (free_.size() >= 8) {
      delete buffer;
      return;
    }
    buffer->used = 0;
    free_.push_back(buffer);
  }

 private:
  std::vector<Buffer*> free_;
};

BufferPool pool;

int count(int n) {
  Buffer* b = pool.get();
  b->used += n;
  int out = b->used;
  pool.put(b);
  return out;
}

int main() {
  std::printf("%d %d\n", count(3), count(4));
}
