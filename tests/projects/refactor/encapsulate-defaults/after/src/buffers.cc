#include "buffers.h"

static BufferPool buffers;

Buffer* buffers_get() {
  return buffers.get();
}

void buffers_put(Buffer* buffer) {
  buffers.put(buffer);
}

Buffer* buffers_get(int used) {
  return buffers.get(used);
}

Buffer* buffers_get(int used, bool wait) {
  return buffers.get(used, wait);
}
