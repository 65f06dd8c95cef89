#include <cstdio>
#include <memory>

#include "buffers.h"
#include "metrics.h"

static std::size_t requests;

static void start() {
  metrics::gauge("requests", [] { return requests; });
}

static int use(int n) {
  std::unique_ptr<Buffer> buffer = std::make_unique<Buffer>();
  ++requests;
  buffer->length = n;
  const int out = buffer->length;
  return out;
}

int main() {
  start();
  std::printf("%d\n", use(1) + use(2));
  metrics::print();
}
