#pragma once
#include "object_pool.h"

struct Buffer {
  char bytes[512];
  int used = 0;
  void reset() { used = 0; }
};

extern ObjectPool<Buffer> buffers;

#define TAKE() buffers.acquire()
