// What the master knows of one worker. Internal to run.cc.
//
// A worker's life:  starting --hello--> idle --request--> busy --reply--> idle ...
//                   any state --end of its connection--> closing, until it is reaped
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "tool/workers/frame.h"
#include "tool/workers/process.h"
#include "tool/workers/workers.h"

namespace pool_audit::workers {

using Clock = std::chrono::steady_clock;

struct Job {
  size_t index = 0;
  std::string request;
  bool retried = false;
};

enum class WorkerState { starting, idle, busy, closing };

struct Worker {
  Worker(Process p, const Options& options);

  Process process;
  WorkerState state = WorkerState::starting;
  FrameReader reader;
  Tail tail;
  std::optional<Job> job;
  FrameHeader header{};
  uint64_t sequence = 0;
  size_t sent = 0;             // bytes of header and request that are on their way
  unsigned served = 0;         // jobs answered
  Clock::time_point started;   // of the job, or of the process before its hello
  Clock::time_point deadline;  // of the state; max(): none
  bool gone = false;           // settled; removed at the end of the step
  bool said = false;           // poll() saw something to read or to write, or an end

  [[nodiscard]] size_t to_send() const { return job ? kFrameHeaderBytes + job->request.size() : 0; }
  // Makes an idle worker busy with `new_job`; send() puts it on its way.
  void take(Job new_job, uint64_t new_sequence, std::chrono::milliseconds limit);
  // Sends as much of the request as the socket takes. A connection that broke is not noticed here
  // but on the reading side, where its end is settled.
  void send();
  // Reads once. False when nothing was there; begins `closing` at the end of the connection.
  [[nodiscard]] bool receive(Clock::time_point now);
  void become_idle();
  void retire() {
    process.close_socket();
    gone = true;
  }
};

inline constexpr std::chrono::milliseconds kGrace{2'000};  // for a process to leave by itself
inline constexpr size_t kOutputPerStep = 256 << 10;        // of a worker's output read at once

}  // namespace pool_audit::workers
