#include <iostream>
#include <memory>
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
  const auto put_buffer = [](Buffer* object) { BufferPool::Instance().Put(object); };
  std::unique_ptr<Buffer, decltype(put_buffer)> buffer(BufferPool::Instance().Get(), put_buffer);
  try {
    Validate(text);
    buffer->Append(text);
  } catch (const std::exception& e) {
    std::cout << "error: " << e.what() << "\n";
    buffer.reset();
    return 0;
  }
  const std::size_t size = buffer->Size();
  return size;
}

std::size_t Twice(const std::string& text) {
  auto once = [](const std::string& t) {
    const auto put_b = [&](Buffer* object) { BufferPool::Instance().Put(object); };
    std::unique_ptr<Buffer, decltype(put_b)> b(BufferPool::Instance().Get(), put_b);
    b->Append(t);
    b->Append(t);
    auto n = b->Size();
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
