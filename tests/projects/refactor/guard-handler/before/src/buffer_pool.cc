#include "buffer_pool.h"

namespace net {

// static
BufferPool& BufferPool::Instance() {
  static BufferPool pool;
  return pool;
}

BufferPool::~BufferPool() {
  for (Buffer* b : idle_) {
    delete b;
  }
}

Buffer* BufferPool::Get() {
  std::lock_guard<std::mutex> guard(mu_);
  if (!idle_.empty()) {
    Buffer* b = idle_.front();
    idle_.pop_front();
    return b;
  }
  return new Buffer();
}

void BufferPool::Put(Buffer* buffer) {
  buffer->Clear();
  std::lock_guard<std::mutex> guard(mu_);
  idle_.push_back(buffer);
}

std::size_t BufferPool::Idle() const {
  std::lock_guard<std::mutex> guard(mu_);
  return idle_.size();
}

}  // namespace net
