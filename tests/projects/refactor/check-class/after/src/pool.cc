#include "pool.h"

#define TAKE() buffers.acquire()
#define USED(buffer) ((buffer)->used)

BufferPool buffers;

int sum_of(const std::vector<int>& values) {
  Buffer* copy = buffers.acquire();
  if (copy == nullptr) return -1;
  copy->values = values;
  int sum = 0;
  for (int each : copy->values) sum += each;
  buffers.release(copy);
  return sum;
}

// As its sibling does, and with its spelling.
int both(int n) {
  Buffer* buffer = buffers.acquire();  // one a call
  if (buffer == nullptr) return -1;
  buffer->used = n;
  const int out = buffer->used * 2;
  buffers.release(buffer);
  return out;
}

bool is_even(int n) {
  Buffer* buffer = buffers.acquire(); /* may be none */
  if (buffer == nullptr) return false;
  buffer->used = n % 2;
  const bool even = USED(buffer) == 0;
  buffers.release(buffer);
  return even;
}

void touch(int n) {
	Buffer* buffer = buffers.acquire();
	if (buffer == nullptr) return;
	buffer->used = n;
	buffers.release(buffer);
}

int half(int n) {
  Buffer* buffer = TAKE();
  buffer->used = n / 2;
  const int out = buffer->used;
  buffers.release(buffer);
  return out;
}
