#pragma once
#include <memory>
#include <pool/sharded_pool.h>
#include <string>

namespace net {

struct Buffer {
  std::string text;
  int used = 0;
};

extern pool::sharded_pool<Buffer> spare_buffers_pool;
int count(int n);

}  // namespace net
