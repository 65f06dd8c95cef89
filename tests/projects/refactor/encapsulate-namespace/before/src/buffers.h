#ifndef BUFFERS_H
#define BUFFERS_H

#include "object_pool.h"

namespace net {

struct Buffer {
  char bytes[512];
  int used = 0;
  void reset() { used = 0; }
};

// Buffers for everybody who sends.
extern ObjectPool<Buffer> buffers;

int send(int n);
inline int peek() {
  Buffer* b = buffers.acquire();
  int out = b->used;
  buffers.release(b);
  return out;
}

}  // namespace net

#endif
