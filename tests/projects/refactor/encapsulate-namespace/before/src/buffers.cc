#include "buffers.h"

namespace net {

ObjectPool<Buffer> buffers;  // lives as long as the program

static int spares() {
  return static_cast<int>(buffers.idle());
}

int send(int n) {
  Buffer* b = buffers.acquire();
  b->used = n + spares();
  int out = b->used;
  buffers.release(b);
  return out;
}

}  // namespace net
