#include <cstdio>

#include "buffers.h"

static int tell(const char* text) {
  std::unique_ptr<net::Buffer> b = net::get_buffer();
  b->text += text;
  int out = static_cast<int>(b->text.size());
  net::put_buffer(std::move(b));
  return out;
}

int main() {
  std::printf("%d %d\n", net::count(3), tell("four"));
}
