#pragma once
#include <memory>
#include <string>

namespace net {

struct Buffer {
  std::string text;
  int used = 0;
};

std::unique_ptr<Buffer> get_buffer();
void put_buffer(std::unique_ptr<Buffer> buffer);

int count(int n);

}  // namespace net
