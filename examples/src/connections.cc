// Shows pooled objects that hold something of the system: a socket can break while it is idle, so a
// plain object pool is the wrong home for it.
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <mutex>

#include "gateway.h"

namespace gateway {
namespace {

class Connection {
 public:
  Connection() {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends_) != 0) ends_[0] = ends_[1] = -1;
  }
  ~Connection() {
    if (ends_[0] >= 0) close(ends_[0]);
    if (ends_[1] >= 0) close(ends_[1]);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool ping() {
    char byte = '?';
    return write(ends_[0], "!", 1) == 1 && read(ends_[1], &byte, 1) == 1 && byte == '!';
  }

 private:
  int ends_[2];
};

class ConnectionPool {
 public:
  std::shared_ptr<Connection> borrow() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (available_.empty()) return std::make_shared<Connection>();
    std::shared_ptr<Connection> connection = available_.back();
    available_.pop_back();
    return connection;
  }

  void give_back(const std::shared_ptr<Connection>& connection) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (available_.size() < kMaxIdle) available_.push_back(connection);
  }

 private:
  static constexpr std::size_t kMaxIdle = 4;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Connection>> available_;
};

ConnectionPool upstream;

}  // namespace

bool ping_upstream() {
  const std::shared_ptr<Connection> connection = upstream.borrow();
  const bool alive = connection->ping();
  if (alive) upstream.give_back(connection);  // a broken one is left to die
  return alive;
}

}  // namespace gateway
