#ifndef NET_BUFFER_POOL_H_
#define NET_BUFFER_POOL_H_

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace net {

class Buffer {
 public:
  Buffer() : data_(), pos_(0) {}
  ~Buffer() = default;

  void Append(const std::string& text) { data_.insert(data_.end(), text.begin(), text.end()); }
  std::size_t Size() const { return data_.size(); }
  void Clear() {
    data_.clear();
    pos_ = 0;
  }

 private:
  std::vector<char> data_;
  std::size_t pos_;
};

class BufferPool {
 public:
  static BufferPool& Instance();

  BufferPool(const BufferPool&) = delete;
  BufferPool& operator=(const BufferPool&) = delete;

  // Never null.
  Buffer* Get();
  void Put(Buffer* buffer);
  std::size_t Idle() const;

 private:
  BufferPool() = default;
  ~BufferPool();

  mutable std::mutex mu_;
  std::deque<Buffer*> idle_;  // guarded by mu_
};

}  // namespace net

#endif  // NET_BUFFER_POOL_H_
