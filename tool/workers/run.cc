// The master: one loop around poll() over all workers.
//
// Invariants
//   1. A job is in exactly one place: pending_, retry_, one worker, finished_, or delivered.
//   2. workers_.size() <= limit_; processes in leaving_ have no job and do not count.
//   3. Callbacks run between the steps of the loop, when no iteration over workers_ is under way.
#include <poll.h>

#include <algorithm>
#include <deque>
#include <list>
#include <utility>

#include "tool/workers/interrupt.h"
#include "tool/workers/worker.h"
#include "tool/workers/workers.h"

namespace pool_audit::workers {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{50};
// A loop that took longer than this was stopped (Ctrl-Z) or busy in a callback: the workers'
// answers may be waiting unread, so that the time does not count against them.
constexpr milliseconds kStall{1'000};
constexpr milliseconds kHopeless{10'000};  // for a process to end after SIGKILL
constexpr int kStartAttempts = 3;

class Master {
 public:
  Master(const Options& options, const NextJob& next, const OnDone& on_done)
      : options_(options),
        next_(next),
        on_done_(on_done),
        limit_(options.workers != 0 ? options.workers : default_workers()) {}

  Result<RunSummary> run();

 private:
  // Where jobs come from and go to.
  bool draw();
  void assign();
  void assign_to(Worker& worker);
  void finish(const Job& job, OutcomeKind kind, std::string detail = {});
  void abandon(OutcomeKind kind, const std::string& detail);
  void deliver();
  void report();

  // What happens to workers.
  bool start_worker();
  void start_failed(Worker& worker, const std::string& how);
  void count_start_failure(Error error);
  void wait_for_events();
  void step(Clock::time_point now);
  void receive(Worker& worker, Clock::time_point now);
  void on_frame(Worker& worker, Frame frame, Clock::time_point now);
  void on_reply(Worker& worker, const Job& job, std::string payload, Clock::time_point now);
  void on_end(Worker& worker, const End& end, Clock::time_point now);
  void check_limits(Worker& worker, bool look, Clock::time_point now);
  // Kills the worker; its job, if any, gets this outcome or a second chance.
  void settle(Worker& worker, OutcomeKind kind, std::string detail, End end = {});
  void sweep();
  void reap_leaving(Clock::time_point now);
  void shut_down();
  [[nodiscard]] size_t count(WorkerState state) const;
  [[nodiscard]] bool working() const;

  const Options& options_;
  const NextJob& next_;
  const OnDone& on_done_;
  const size_t limit_;
  InterruptScope interrupts_;

  std::deque<Job> pending_;
  std::deque<Job> retry_;  // for workers that have served nobody yet
  std::list<Worker> workers_;
  struct Leaving {
    Process process;
    Clock::time_point kill_at;
  };
  std::list<Leaving> leaving_;
  std::vector<Outcome> finished_;

  bool dry_ = false;  // next() gave nothing since the last outcome
  uint64_t sequence_ = 0;
  int start_failures_ = 0;  // since a worker last settled a job
  std::optional<Error> fatal_;
  Clock::time_point next_start_;  // no process is started before
  Clock::time_point next_look_;   // at memory, and for processes that ended without closing
  Clock::time_point last_step_ = Clock::now();
  RunSummary summary_;
  size_t failed_ = 0;
};

size_t Master::count(WorkerState state) const {
  size_t out = 0;
  for (const Worker& worker : workers_) out += worker.state == state && !worker.gone ? 1 : 0;
  return out;
}

bool Master::working() const {
  if (!pending_.empty() || !retry_.empty()) return true;
  return std::any_of(workers_.begin(), workers_.end(),
                     [](const Worker& worker) { return worker.job.has_value(); });
}

bool Master::draw() {
  if (dry_) return false;
  std::optional<std::string> request = next_();
  if (!request) {
    dry_ = true;
    return false;
  }
  pending_.push_back({summary_.drawn++, std::move(*request), false});
  return true;
}

void Master::assign_to(Worker& worker) {
  std::deque<Job>& queue = worker.served == 0 && !retry_.empty() ? retry_ : pending_;
  if (queue.empty() && !draw()) {
    // Room for the fresh worker that a retry needs.
    if (!retry_.empty() && workers_.size() >= limit_ && count(WorkerState::starting) == 0) {
      worker.retire();
    }
    return;
  }
  Job job = std::move(queue.front());
  queue.pop_front();
  if (job.request.size() > UINT32_MAX) {
    finish(job, OutcomeKind::protocol_error, "nothing: the request is above 4 GiB");
    return;
  }
  worker.take(std::move(job), ++sequence_, options_.job_limit);
  worker.send();
}

void Master::assign() {
  for (Worker& worker : workers_) {
    if (worker.state == WorkerState::idle) assign_to(worker);
  }
  sweep();
  while (!fatal_ && workers_.size() < limit_ && Clock::now() >= next_start_) {
    if (retry_.size() + pending_.size() <= count(WorkerState::starting) && !draw()) break;
    if (!start_worker()) break;
  }
}

bool Master::start_worker() {
  Result<Process> process = Process::start(options_.command);
  if (!process) {
    count_start_failure(process.error());
    return false;
  }
  workers_.emplace_back(std::move(*process), options_);
  ++summary_.workers_started;
  return true;
}

void Master::start_failed(Worker& worker, const std::string& how) {
  worker.process.kill();
  worker.process.read_output(worker.tail, kOutputPerStep);
  std::string message = "the worker process " + how + " before it was ready";
  const std::string log = worker.tail.text();
  if (!log.empty()) message += "; its last output was: " + log;
  while (message.back() == '\n') message.pop_back();
  worker.retire();
  count_start_failure({std::move(message), options_.command.front(), 0, 0});
}

void Master::count_start_failure(Error error) {
  ++start_failures_;
  // The system may be short of processes or descriptors for a moment: go on with the workers that
  // live, and try again a little later.
  next_start_ = Clock::now() + milliseconds(100) * start_failures_;
  if (start_failures_ >= kStartAttempts &&
      count(WorkerState::idle) + count(WorkerState::busy) == 0) {
    fatal_ = std::move(error);
  }
}

void Master::receive(Worker& worker, Clock::time_point now) {
  while (worker.receive(now)) {
    while (true) {
      Frame frame;
      if (worker.reader.next(frame) != FrameReader::State::frame) break;
      on_frame(worker, std::move(frame), now);
      if (worker.gone) return;
    }
    if (worker.reader.problem().empty()) continue;
    if (worker.state == WorkerState::starting) {
      start_failed(worker, "sent " + worker.reader.problem());
    } else {
      settle(worker, OutcomeKind::protocol_error, worker.reader.problem());
    }
    return;
  }
}

void Master::on_frame(Worker& worker, Frame frame, Clock::time_point now) {
  if (worker.state == WorkerState::starting) {
    if (frame.kind == FrameKind::hello && frame.payload.empty()) {
      worker.become_idle();
    } else {
      start_failed(worker, "sent an unexpected frame");
    }
    return;
  }
  const bool answers =
      worker.job && frame.sequence == worker.sequence && worker.sent == worker.to_send();
  if (answers && frame.kind == FrameKind::reply) {
    on_reply(worker, *worker.job, std::move(frame.payload), now);
  } else if (answers && frame.kind == FrameKind::out_of_memory) {
    settle(worker, OutcomeKind::out_of_memory, {});
  } else {
    settle(worker, OutcomeKind::protocol_error, "a frame that answers no request");
  }
}

void Master::on_reply(Worker& worker, const Job& job, std::string payload, Clock::time_point now) {
  worker.process.read_output(worker.tail, kOutputPerStep);
  Outcome& outcome = finished_.emplace_back();
  outcome.index = job.index;
  outcome.reply = std::move(payload);
  outcome.log = worker.tail.text();
  outcome.elapsed = std::chrono::duration_cast<milliseconds>(now - worker.started);
  outcome.retried = job.retried;
  worker.become_idle();
  ++worker.served;
  start_failures_ = 0;
  const bool old = options_.recycle_jobs != 0 && worker.served >= options_.recycle_jobs;
  if (old ||
      (options_.recycle_memory != 0 && worker.process.resident_bytes() > options_.recycle_memory)) {
    worker.retire();
  }
}

void Master::on_end(Worker& worker, const End& end, Clock::time_point now) {
  // An answer may stand in the socket although its writer is dead.
  if (worker.process.socket() >= 0) receive(worker, now);
  if (worker.gone) return;
  if (worker.job) {
    settle(worker, end.signal != 0 ? OutcomeKind::crashed : OutcomeKind::exited, {}, end);
  } else if (worker.served != 0) {
    worker.retire();
  } else if (end.signal != 0) {
    start_failed(worker, "was killed by signal " + std::to_string(end.signal));
  } else {
    start_failed(worker, "exited with status " + std::to_string(end.status));
  }
}

void Master::check_limits(Worker& worker, bool look, Clock::time_point now) {
  const bool starting = worker.state == WorkerState::starting;
  const bool closing = worker.state == WorkerState::closing;
  if (look && options_.memory_limit != 0 &&
      worker.process.resident_bytes() > options_.memory_limit) {
    if (starting) {
      start_failed(worker, "used more memory than the limit");
    } else {
      settle(worker, OutcomeKind::out_of_memory, {});
    }
  } else if (now < worker.deadline) {
    return;
  } else if (starting) {
    start_failed(worker,
                 "said nothing for " + std::to_string(options_.start_limit.count()) + " ms");
  } else if (closing && !worker.job && worker.served == 0) {
    start_failed(worker, "closed its connection");
  } else if (closing) {
    settle(worker, OutcomeKind::protocol_error, "the end of its connection, and went on running");
  } else {
    settle(worker, OutcomeKind::hung, {});
  }
}

void Master::settle(Worker& worker, OutcomeKind kind, std::string detail, End end) {
  worker.process.kill();
  worker.process.read_output(worker.tail, kOutputPerStep);
  if (worker.job) {
    start_failures_ = 0;
    const bool again = options_.retry_in_fresh_worker && worker.served > 0 &&
                       !worker.job->retried && kind != OutcomeKind::hung;
    if (again) {
      worker.job->retried = true;
      retry_.push_back(std::move(*worker.job));
    } else {
      Outcome& outcome = finished_.emplace_back();
      outcome.index = worker.job->index;
      outcome.kind = kind;
      outcome.signal = end.signal;
      outcome.status = end.status;
      outcome.detail = std::move(detail);
      outcome.log = worker.tail.text();
      outcome.elapsed = std::chrono::duration_cast<milliseconds>(Clock::now() - worker.started);
      outcome.retried = worker.job->retried;
    }
    worker.job.reset();
  }
  worker.retire();
}

void Master::sweep() {
  for (auto it = workers_.begin(); it != workers_.end();) {
    if (it->gone) {
      leaving_.push_back({std::move(it->process), Clock::now() + kGrace});
      it = workers_.erase(it);
    } else {
      ++it;
    }
  }
}

void Master::reap_leaving(Clock::time_point now) {
  for (auto it = leaving_.begin(); it != leaving_.end();) {
    if (now >= it->kill_at) it->process.kill();
    if (it->process.try_reap().ended) {
      it = leaving_.erase(it);
      continue;
    }
    // A process that prints on its way out must not block on a full pipe.
    Tail ignored(0);
    it->process.read_output(ignored, kOutputPerStep);
    ++it;
  }
}

void Master::wait_for_events() {
  std::vector<pollfd> fds;
  fds.reserve(2 * workers_.size() + 1);
  fds.push_back({InterruptScope::descriptor(), POLLIN, 0});
  milliseconds timeout = finished_.empty() ? kTick : milliseconds(0);
  const auto now = Clock::now();
  for (Worker& worker : workers_) {
    worker.said = false;
    const bool sending = worker.sent < worker.to_send();
    const auto events = static_cast<short>(sending ? POLLIN | POLLOUT : POLLIN);
    // poll() passes over negative descriptors.
    fds.push_back({worker.process.socket(), events, 0});
    fds.push_back({worker.process.output(), POLLIN, 0});
    // The end of a connection is the first sign of a process's end, some moments before the last.
    if (worker.state == WorkerState::closing) timeout = std::min(timeout, milliseconds(2));
    if (worker.deadline < now + timeout) {
      timeout = std::max(milliseconds(1),
                         std::chrono::duration_cast<milliseconds>(worker.deadline - now));
    }
  }
  if (::poll(fds.data(), fds.size(), static_cast<int>(timeout.count())) <= 0) return;
  size_t i = 1;
  for (Worker& worker : workers_) {
    worker.said = fds[i].revents != 0 || fds[i + 1].revents != 0;
    i += 2;
  }
}

void Master::step(Clock::time_point now) {
  if (const auto gap = now - last_step_; gap > kStall) {
    for (Worker& worker : workers_) {
      if (worker.deadline != Clock::time_point::max()) worker.deadline += gap;
    }
  }
  last_step_ = now;
  const bool look = now >= next_look_;
  if (look) next_look_ = now + kTick;
  for (Worker& worker : workers_) {
    // What the worker said counts before what the clock says.
    if (worker.said || now >= worker.deadline) {
      worker.process.read_output(worker.tail, kOutputPerStep);
      if (worker.process.socket() >= 0) {
        worker.send();
        receive(worker, now);
      }
      if (worker.gone) continue;
    }
    if (look || worker.state == WorkerState::closing) {
      if (const End end = worker.process.try_reap(); end.ended) {
        on_end(worker, end, now);
        continue;
      }
    }
    check_limits(worker, look, now);
  }
  sweep();
  reap_leaving(now);
}

void Master::finish(const Job& job, OutcomeKind kind, std::string detail) {
  Outcome& outcome = finished_.emplace_back();
  outcome.index = job.index;
  outcome.kind = kind;
  outcome.detail = std::move(detail);
  outcome.retried = job.retried;
}

void Master::abandon(OutcomeKind kind, const std::string& detail) {
  for (Worker& worker : workers_) {
    worker.process.kill();
    if (worker.job) finish(*worker.job, kind, detail);
    worker.job.reset();
    worker.retire();
  }
  sweep();
  for (std::deque<Job>* jobs : {&retry_, &pending_}) {
    for (const Job& job : *jobs) finish(job, kind, detail);
    jobs->clear();
  }
}

void Master::deliver() {
  if (finished_.empty()) return;
  std::vector<Outcome> outcomes = std::exchange(finished_, {});
  for (Outcome& outcome : outcomes) {
    if (!outcome.ok()) ++failed_;
    ++summary_.delivered;
    on_done_(std::move(outcome));
  }
  dry_ = false;
}

void Master::report() {
  if (!options_.on_progress) return;
  options_.on_progress({summary_.drawn, summary_.delivered, failed_, count(WorkerState::busy)});
}

void Master::shut_down() {
  for (Worker& worker : workers_) worker.retire();
  sweep();
  while (!leaving_.empty()) {
    // An impatient user does not wait for workers that are slow to leave.
    if (InterruptScope::signal() != 0) {
      for (Leaving& leaving : leaving_) leaving.process.kill();
    }
    reap_leaving(Clock::now());
    // A process that not even SIGKILL ends hangs in the kernel, on a dead network file system for
    // one. It is left to init: waiting for it would hang this process too.
    leaving_.remove_if([](Leaving& leaving) {
      const bool hopeless = Clock::now() > leaving.kill_at + kHopeless;
      if (hopeless) leaving.process.forget();
      return hopeless;
    });
    if (leaving_.empty()) break;
    std::vector<pollfd> fds;
    bool watched = false;
    for (const Leaving& leaving : leaving_) {
      fds.push_back({leaving.process.output(), POLLIN, 0});
      watched = watched || leaving.process.output() >= 0;
    }
    ::poll(fds.data(), fds.size(), watched ? 20 : 1);
  }
}

Result<RunSummary> Master::run() {
  if (options_.command.empty()) return fail("no command to start workers with was given");
  while (true) {
    if (InterruptScope::signal() != 0) {
      abandon(OutcomeKind::interrupted, {});
      break;
    }
    assign();
    if (fatal_) {
      abandon(OutcomeKind::not_started, fatal_->to_string());
      break;
    }
    if (!working() && finished_.empty() && dry_) break;
    wait_for_events();
    step(Clock::now());
    deliver();
    report();
  }
  deliver();
  report();
  shut_down();
  if (fatal_) return tl::unexpected<Error>(*fatal_);
  // Also when the signal came after the last outcome: the caller is to know of it.
  summary_.interrupted_by = InterruptScope::signal();
  return summary_;
}

}  // namespace

Result<RunSummary> run_jobs(const Options& options, const NextJob& next, const OnDone& on_done) {
  return Master(options, next, on_done).run();
}

}  // namespace pool_audit::workers
