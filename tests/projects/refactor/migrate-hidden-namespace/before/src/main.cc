#include <cstdio>
#include <vector>

namespace net {

// Of tables: nothing to do with objects.
namespace pool {
constexpr int kRooms = 2;
}

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

BufferPool buffers;

int count(int n) {
  Buffer* b = buffers.get();
  b->used += n * pool::kRooms;
  int out = b->used;
  buffers.put(b);
  return out;
}

}  // namespace net

int main() {
  std::printf("%d %d\n", net::count(3), net::count(4));
}
