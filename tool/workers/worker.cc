#include "tool/workers/worker.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace pool_audit::workers {

Worker::Worker(Process p, const Options& options)
    : process(std::move(p)),
      reader(options.reply_limit),
      tail(options.log_bytes),
      started(Clock::now()),
      deadline(started + options.start_limit) {}

void Worker::take(Job new_job, uint64_t new_sequence, std::chrono::milliseconds limit) {
  // What was printed since the last answer belongs to no job.
  process.read_output(tail, kOutputPerStep);
  tail.clear();
  sequence = new_sequence;
  header = encode_frame_header(FrameKind::request, static_cast<uint32_t>(new_job.request.size()),
                               sequence);
  job = std::move(new_job);
  sent = 0;
  state = WorkerState::busy;
  started = Clock::now();
  deadline = limit.count() > 0 ? started + limit : Clock::time_point::max();
}

void Worker::become_idle() {
  job.reset();
  sent = 0;
  state = WorkerState::idle;
  deadline = Clock::time_point::max();
}

void Worker::send() {
  while (job && sent < to_send()) {
    std::string_view rest;
    if (sent < kFrameHeaderBytes) {
      rest = std::string_view(header.data(), header.size()).substr(sent);
    } else {
      rest = std::string_view(job->request).substr(sent - kFrameHeaderBytes);
    }
    const ssize_t count = ::send(process.socket(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    sent += static_cast<size_t>(count);
  }
}

bool Worker::receive(Clock::time_point now) {
  std::array<char, 1 << 16> buffer;
  ssize_t count = 0;
  do {
    count = ::recv(process.socket(), buffer.data(), buffer.size(), 0);
  } while (count < 0 && errno == EINTR);
  if (count > 0) {
    reader.feed({buffer.data(), static_cast<size_t>(count)});
    return true;
  }
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
  process.close_socket();
  state = WorkerState::closing;
  deadline = now + kGrace;
  return false;
}

}  // namespace pool_audit::workers
