#include "buffers.h"

namespace net {

pool::sharded_pool<Buffer> spare_buffers_pool(
    {.reset = [](Buffer& object) { object.used = 0; object.text.clear(); }},
    {.name = "net.spare_buffers"});

int count(int n) {
  auto b = spare_buffers_pool.acquire();
  b->used += n;
  b->text.append("count");
  int out = b->used;
  return out;
}

}  // namespace net
