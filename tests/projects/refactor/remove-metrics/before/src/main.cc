#include <cstdio>

#include "buffers.h"
#include "metrics.h"

BufferPool buffers;

static std::size_t requests;

static void start() {
  metrics::gauge("requests", [] { return requests; });
  metrics::gauge("buffers.spare", [] { return buffers.size(); });
}

static int use(int n) {
  std::unique_ptr<Buffer> buffer = buffers.get();
  ++requests;
  buffer->length = n;
  const int out = buffer->length;
  buffers.put(std::move(buffer));
  return out;
}

int main() {
  start();
  std::printf("%d\n", use(1) + use(2));
  metrics::print();
}
