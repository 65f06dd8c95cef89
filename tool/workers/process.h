// One worker process: its start, its output, its memory, its end.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::workers {

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~Descriptor() { reset(); }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

// The last bytes of a stream.
class Tail {
 public:
  explicit Tail(size_t limit) : limit_(limit) {}
  void append(std::string_view bytes);
  void clear() {
    text_.clear();
    cut_ = false;
  }
  // At most `limit` bytes, from the start of a line where there is one.
  [[nodiscard]] std::string text() const;

 private:
  size_t limit_;
  std::string text_;
  bool cut_ = false;
};

// How a process ended.
struct End {
  bool ended = false;
  int signal = 0;  // that killed it; 0: it exited
  int status = 0;  // its exit status
};

// A child in a process group of its own, with a stream socket as its descriptor kWorkerDescriptor,
// standard input empty, output and error into a pipe, nothing else open, no signal blocked or
// ignored. Destroying one kills the group and waits for the child.
class Process {
 public:
  // `command` is not empty. Fails with the system's reason.
  [[nodiscard]] static Result<Process> start(const std::vector<std::string>& command);

  Process(Process&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)),
        socket_(std::move(other.socket_)),
        output_(std::move(other.output_)) {}
  Process& operator=(Process&&) = delete;
  ~Process();

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] int socket() const { return socket_.get(); }  // non-blocking
  [[nodiscard]] int output() const { return output_.get(); }  // non-blocking; -1 once it ended
  void close_socket() { socket_.reset(); }

  // Moves what the process printed into `tail`, at most `limit` bytes.
  void read_output(Tail& tail, size_t limit);
  // SIGKILL to the whole group.
  void kill();
  // Lets go of a child that cannot be killed, instead of waiting for it.
  void forget() { pid_ = -1; }
  // Looks whether it ended, without waiting. The rest of its group is killed then. After an answer
  // with `ended` the process is gone and not to be asked again.
  [[nodiscard]] End try_reap();
  // Resident memory in bytes; 0 when unknown.
  [[nodiscard]] uint64_t resident_bytes() const;

 private:
  Process(pid_t pid, Descriptor socket, Descriptor output)
      : pid_(pid), socket_(std::move(socket)), output_(std::move(output)) {}

  pid_t pid_;  // -1: reaped
  Descriptor socket_;
  Descriptor output_;
};

}  // namespace pool_audit::workers
