#include <pool/bounded_pool.h>
#include <pool/sharded_pool.h>

#include <cstdio>
#include <string>

struct Buffer {
  std::string text;
  int used = 0;
  void reset() {
    text.clear();
    used = 0;
  }
};

static pool::sharded_pool<Buffer> buffers;

static int length(const Buffer* b) {
  return static_cast<int>(b->text.size());
}

static int count(const char* text) {
  Buffer* b = buffers.get();
  b->text = text;
  int out = length(b);
  buffers.put(b);
  return out;
}

// What is told behind the put is told behind it.
static int tell(int n) {
  Buffer* b = buffers.get();
  b->used += n;
  int out = b->used;
  buffers.put(b);
  std::printf("told\n");
  return out;
}

class Server {
 public:
  int serve(int n) {
    if (n == 0) return 0;
    Buffer* b = spares_.get();
    b->used = n;
    if (n == 1) {
      spares_.put(b);
      return -1;
    }
    int out = b->used;
    spares_.put(b);
    return out;
  }

 private:
  pool::bounded_pool<Buffer> spares_{4};
};

int main() {
  Server server;
  std::printf("%d %d %d\n", count("abc"), tell(4), server.serve(2) + server.serve(1));
}
