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
Buffer* buffers_acquire();
void buffers_release(Buffer* object);

int send(int n);
inline int peek() {
  Buffer* b = buffers_acquire();
  int out = b->used;
  buffers_release(b);
  return out;
}

}  // namespace net

#endif
