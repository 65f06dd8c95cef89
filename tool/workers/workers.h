// Jobs in worker processes: a job that crashes, hangs or eats the memory costs that job only.
//
//   master                                   worker process (one of N, each in its own group)
//   next() -> request --frame--> fd 3 ------> serve(handler): handler(request)
//   on_done(outcome) <--frame--- fd 3 <------ reply
//            log    <--pipe----- fd 1, 2      whatever the job prints
//
// The master is one thread around poll(). Outcomes arrive in order of completion; a caller that
// needs an order sorts by Outcome::index. Every job that was drawn from next() gets exactly one
// outcome, also when the run is interrupted or no worker can be started:
//
//   RunSummary::drawn == RunSummary::delivered
//
// Not for jobs of microseconds (each costs two system calls and a context switch or two), nor for
// jobs that must keep running when the master dies: workers die with it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::workers {

// The descriptor on which a worker finds its socket; everything above it is closed in the worker.
inline constexpr int kWorkerDescriptor = 3;

enum class OutcomeKind {
  reply,           // the handler answered
  crashed,         // killed by a signal that the master did not send
  hung,            // no answer within Options::job_limit; killed
  out_of_memory,   // above Options::memory_limit and killed, or an allocation failed
  exited,          // the process left by itself before it answered
  protocol_error,  // bytes that are no answer, or the connection closed by a living process
  interrupted,     // SIGINT, SIGTERM or SIGHUP reached the master first
  not_started,     // no worker could be started
};

struct Outcome {
  size_t index = 0;  // of the job, in the order in which next() gave them, from 0
  OutcomeKind kind = OutcomeKind::reply;
  std::string reply;   // the handler's bytes; empty unless kind is `reply`
  int signal = 0;      // crashed: the signal's number
  int status = 0;      // exited: the exit status, 0 to 255
  std::string detail;  // protocol_error and not_started: what went wrong
  // The last lines that the worker wrote to its standard output and error during this job, at most
  // Options::log_bytes, as they came: any bytes.
  std::string log;
  std::chrono::milliseconds elapsed{0};  // wall clock from the start of the job
  bool retried = false;                  // this is the second attempt, in a fresh worker

  [[nodiscard]] bool ok() const { return kind == OutcomeKind::reply; }
};

struct Options;

// One line for a report: "crashed: SIGSEGV (segmentation fault)". Says nothing that differs from
// run to run, so that reports stay the same.
[[nodiscard]] std::string describe(const Outcome& outcome, const Options& options);

// A moment of a run, for a progress display.
struct Status {
  size_t drawn = 0;   // jobs taken from next()
  size_t done = 0;    // outcomes delivered
  size_t failed = 0;  // of these: not `reply`
  size_t running = 0;
};

struct Options {
  // The worker's program and arguments, e.g. {"/proc/self/exe", "worker"}. The program is a path,
  // it is not looked up in PATH. It must call serve() soon after its start.
  std::vector<std::string> command;
  // Processes at a time; 0 means default_workers(). Fewer are started when there are fewer jobs.
  unsigned workers = 0;
  std::chrono::milliseconds job_limit{0};         // wall clock per job; 0: none
  std::chrono::milliseconds start_limit{60'000};  // from the start of a process to its hello
  // Resident memory, in bytes, above which a worker is killed; 0: none. Sampled every 50 ms from
  // /proc, so that a job can pass it for a moment. Resident memory is what costs the machine:
  // RLIMIT_AS and RLIMIT_DATA count reservations as well, which sanitizers, JITs and malloc arenas
  // make by the terabyte and never touch. Children of a worker are not counted.
  uint64_t memory_limit = 0;
  // A worker is replaced after so many jobs (0: never), or when it is above `recycle_memory` bytes
  // resident after a job (0: never), so that leaks and fragmentation do not add up.
  unsigned recycle_jobs = 0;
  uint64_t recycle_memory = 0;
  size_t log_bytes = 8192;               // of the worker's output, kept per job
  size_t reply_limit = size_t{1} << 30;  // a longer reply is a protocol error
  // A job that fails (but not by hanging) in a worker that served others before runs once more in
  // a fresh one: what an earlier job broke is not held against this one, and the outcome does not
  // depend on which job ran where.
  bool retry_in_fresh_worker = true;
  // Called after each outcome and about 20 times a second while jobs run.
  std::function<void(const Status&)> on_progress;
};

struct RunSummary {
  size_t drawn = 0;
  size_t delivered = 0;
  size_t workers_started = 0;
  int interrupted_by = 0;  // number of the signal; 0: the run was not interrupted
};

// Gives the next request, or nothing when there is none *now*: it is asked again after each
// outcome, so that outcomes can bring new jobs. The run ends when it gives nothing and no job runs.
using NextJob = std::function<std::optional<std::string>()>;
using OnDone = std::function<void(Outcome)>;

// Runs all jobs. Both callbacks are called on this thread, never one inside the other, and must not
// throw (workers are cleaned up if they do) nor start another run.
//
// Fails when `command` cannot be started (not there, no permission, does not say hello three times
// in a row while no other worker lives); jobs drawn by then are delivered as `not_started`.
//
// While it runs, SIGINT, SIGTERM and SIGHUP (unless ignored at the start) end the run: no further
// job is drawn, the workers' process groups are killed, running jobs are delivered as
// `interrupted`, and RunSummary::interrupted_by names the signal. See interrupt.h for covering more
// than the run. On return no process, zombie or descriptor of the run is left.
//
// One run at a time in a process.
[[nodiscard]] Result<RunSummary> run_jobs(const Options& options, const NextJob& next,
                                          const OnDone& on_done);

// Processors that this process may use: its affinity mask, and the quota of its control group.
[[nodiscard]] unsigned default_workers();

// The worker's side: answers requests from `descriptor` until the master closes it. The result is
// the exit status for main(): 0 at the end, 2 when `descriptor` is no connection to a master.
//
// Asks the kernel to kill this process when the master's thread dies, makes it the preferred victim
// of the kernel's memory killer, and turns failed allocations into `out_of_memory`. The request is
// valid during the call only. A handler that throws ends the process (outcome `exited`, the
// exception's text in the log): it reports what it expects to go wrong inside its reply.
[[nodiscard]] int serve(const std::function<std::string(std::string_view)>& handler,
                        int descriptor = kWorkerDescriptor);

}  // namespace pool_audit::workers
