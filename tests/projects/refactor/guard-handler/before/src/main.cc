#include <iostream>
#include <stdexcept>
#include <string>

#include "buffer_pool.h"

namespace {

using net::Buffer;
using net::BufferPool;

void Validate(const std::string& text) {
  if (text.empty()) throw std::invalid_argument("empty");
}

std::size_t Encode(const std::string& text) {
  Buffer* buffer = BufferPool::Instance().Get();
  try {
    Validate(text);
    buffer->Append(text);
  } catch (const std::exception& e) {
    std::cout << "error: " << e.what() << "\n";
    BufferPool::Instance().Put(buffer);
    return 0;
  }
  const std::size_t size = buffer->Size();
  BufferPool::Instance().Put(buffer);
  return size;
}

std::size_t Twice(const std::string& text) {
  auto once = [](const std::string& t) {
    Buffer* b = BufferPool::Instance().Get();
    b->Append(t);
    b->Append(t);
    auto n = b->Size();
    BufferPool::Instance().Put(b);
    return n;
  };
  return once(text) + once("x");
}

}  // namespace

int main() {
  std::cout << Encode("abc") << "\n";
  std::cout << Encode("") << "\n";
  std::cout << Twice("hello") << "\n";
  return 0;
}
