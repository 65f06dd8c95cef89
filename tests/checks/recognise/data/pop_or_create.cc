// The pool that everybody writes first: a vector of spares behind a mutex.
#include <memory>
#include <mutex>
#include <vector>

struct Buffer {
  std::vector<char> bytes;
  void clear() { bytes.clear(); }
};

class BufferPool {
 public:
  std::unique_ptr<Buffer> acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (spares_.empty()) return std::make_unique<Buffer>();
    std::unique_ptr<Buffer> out = std::move(spares_.back());
    spares_.pop_back();
    return out;
  }
  void release(std::unique_ptr<Buffer> buffer) {
    buffer->clear();
    std::lock_guard<std::mutex> lock(mutex_);
    if (spares_.size() < 16) spares_.push_back(std::move(buffer));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Buffer>> spares_;
};

BufferPool pool;  // pool: pool; pooled=Buffer guard=lock reset=pool~on~put method=Buffer::clear bound=bounded origin=hand-written

void use() {
  auto buffer = pool.acquire();     // get: pool
  buffer->bytes.push_back('x');
  pool.release(std::move(buffer));  // put: pool
}
