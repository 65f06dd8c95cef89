#include <cstdio>
#include <memory>
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
  void put(Buffer* buffer) noexcept {
    buffer->used = 0;
    free_.push_back(buffer);
  }

 private:
  std::vector<Buffer*> free_;
};

static BufferPool buffers;

static int count(int n) {
  const auto put_b = [](Buffer* object) { buffers.put(object); };
  std::unique_ptr<Buffer, decltype(put_b)> b(buffers.get(), put_b);
  b->used += n;
  int out = b->used;
  return out;
}

static int told(int n) {
  const auto put_b = [](Buffer* object) { buffers.put(object); };
  std::unique_ptr<Buffer, decltype(put_b)> b(buffers.get(), put_b);
  b->used = n;
  int out = b->used;
  b.reset();
  std::printf("told\n");
  return out;
}

static int twice(int n) { const auto put_b = [](Buffer* object) { buffers.put(object); }; std::unique_ptr<Buffer, decltype(put_b)> b(buffers.get(), put_b); b->used = 2 * n; int out = b->used; return out; }

static Buffer* filled(int n) {
  Buffer* b = buffers.get();
  b->used = n;
  return b;
}

static int other(int n) {
  const auto put_b = [](Buffer* object) { buffers.put(object); };
  std::unique_ptr<Buffer, decltype(put_b)> b(filled(n), put_b);
  int out = b->used;
  return out;
}

int main() {
  std::printf("%d %d %d %d\n", count(3), told(4), twice(5), other(6));
}
