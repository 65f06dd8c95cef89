// The worker's side of the protocol in frame.h.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "tool/workers/frame.h"
#include "tool/workers/workers.h"

namespace pool_audit::workers {
namespace {

// For the new-handler, which has no arguments and must not allocate.
int memory_descriptor = -1;
uint64_t memory_sequence = 0;

[[noreturn]] void on_out_of_memory() {
  const FrameHeader header = encode_frame_header(FrameKind::out_of_memory, 0, memory_sequence);
  [[maybe_unused]] const ssize_t ignored =
      ::send(memory_descriptor, header.data(), header.size(), MSG_NOSIGNAL);
  ::_exit(1);
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool send_frame(int fd, FrameKind kind, uint64_t sequence, std::string_view payload) {
  const FrameHeader header =
      encode_frame_header(kind, static_cast<uint32_t>(payload.size()), sequence);
  return send_all(fd, {header.data(), header.size()}) && send_all(fd, payload);
}

void prefer_as_memory_victim() {
  const int fd = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  [[maybe_unused]] const ssize_t ignored = ::write(fd, "500", 3);
  ::close(fd);
}

int refuse(const char* why) {
  std::fprintf(stderr,
               "this command serves jobs to another process and is not for direct use: %s\n", why);
  return 2;
}

}  // namespace

int serve(const std::function<std::string(std::string_view)>& handler, int descriptor) {
  int type = 0;
  socklen_t size = sizeof type;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) {
    return refuse("no connection to a master was found");
  }
  // A master that died before this call has closed its end, and the first read below ends the loop.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  prefer_as_memory_victim();
  memory_descriptor = descriptor;
  std::set_new_handler(on_out_of_memory);

  if (!send_frame(descriptor, FrameKind::hello, 0, {})) return 0;
  FrameReader reader(UINT32_MAX);
  Frame frame;
  char buffer[1 << 16];
  while (true) {
    const ssize_t got = ::recv(descriptor, buffer, sizeof buffer, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    reader.feed({buffer, static_cast<size_t>(got)});
    FrameReader::State state;
    while ((state = reader.next(frame)) == FrameReader::State::frame) {
      if (frame.kind != FrameKind::request) return refuse("the other side is no master");
      memory_sequence = frame.sequence;
      std::string reply;
      try {
        reply = handler(frame.payload);
      } catch (const std::exception& error) {
        std::fprintf(stderr, "unhandled exception: %s\n", error.what());
        return 3;
      } catch (...) {
        std::fputs("unhandled exception of an unknown type\n", stderr);
        return 3;
      }
      if (reply.size() > UINT32_MAX) {
        std::fputs("a reply of more than 4 GiB cannot be sent\n", stderr);
        return 3;
      }
      // What the job printed must reach the master before its answer does.
      std::fflush(stdout);
      std::fflush(stderr);
      if (!send_frame(descriptor, FrameKind::reply, frame.sequence, reply)) return 0;
    }
    if (state == FrameReader::State::broken) return refuse(reader.problem().c_str());
  }
}

}  // namespace pool_audit::workers
