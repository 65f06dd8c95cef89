#include <cstdio>
#include <pool/bounded_pool.h>

namespace net {

// Of tables: nothing to do with objects.
namespace pool {
constexpr int kRooms = 2;
}

struct Buffer {
  int used = 0;
};

::pool::bounded_pool<Buffer> buffers_pool(
    8,
    ::pool::bound::idle,
    {.reset = [](Buffer& object) { object.used = 0; }},
    ::pool::order::lifo,
    "net.buffers");

int count(int n) {
  auto b = buffers_pool.acquire();
  b->used += n * pool::kRooms;
  int out = b->used;
  return out;
}

}  // namespace net

int main() {
  std::printf("%d %d\n", net::count(3), net::count(4));
}
