// Every way in which a worker can go wrong costs the job that it ran and nothing else.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "tool/workers/interrupt.h"
#include "tool/workers/workers.h"

namespace pool_audit::workers {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Options test_options(unsigned workers = 2) {
  Options options;
  options.command = {PA_TEST_PROGRAM, "worker"};
  options.workers = workers;
  return options;
}

struct Finished {
  std::vector<Outcome> outcomes;  // by index
  RunSummary summary;
  std::string error;
};

std::set<int> open_descriptors() {
  std::set<int> out;
  for (int fd = 0; fd < 1024; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) out.insert(fd);
  }
  return out;
}

// Runs the jobs and checks what holds for every run: each job has one outcome, nothing is left.
Finished run(const Options& options, const std::vector<std::string>& jobs) {
  Finished out;
  const std::set<int> before = open_descriptors();
  size_t given = 0;
  const auto result = run_jobs(
      options,
      [&]() -> std::optional<std::string> {
        if (given == jobs.size()) return std::nullopt;
        return jobs[given++];
      },
      [&](Outcome outcome) { out.outcomes.push_back(std::move(outcome)); });
  EXPECT_EQ(before, open_descriptors());
  EXPECT_TRUE(::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD) << "a child is left";
  std::sort(out.outcomes.begin(), out.outcomes.end(),
            [](const Outcome& a, const Outcome& b) { return a.index < b.index; });
  EXPECT_EQ(out.outcomes.size(), given);
  for (size_t i = 0; i < out.outcomes.size(); ++i) EXPECT_EQ(out.outcomes[i].index, i);
  if (result) {
    out.summary = *result;
    EXPECT_EQ(result->drawn, given);
    EXPECT_EQ(result->delivered, given);
    EXPECT_EQ(given, jobs.size());
  } else {
    out.error = result.error().to_string();
  }
  return out;
}

// One bad job between good ones, on one worker: the good ones must not notice.
Outcome run_bad(const std::string& job, Options options = test_options(1)) {
  const Finished result = run(options, {job, "echo:after"});
  EXPECT_EQ(result.error, "");
  if (result.outcomes.size() != 2) return {};
  EXPECT_TRUE(result.outcomes[1].ok());
  EXPECT_EQ(result.outcomes[1].reply, "after");
  EXPECT_TRUE(result.outcomes[0].ok() || result.outcomes[0].reply.empty());
  return result.outcomes[0];
}

TEST(RunJobs, AnswersAllJobs) {
  std::vector<std::string> jobs;
  for (int i = 0; i < 500; ++i) jobs.push_back("echo:" + std::to_string(i));
  const Finished result = run(test_options(3), jobs);
  ASSERT_EQ(result.outcomes.size(), 500U);
  for (int i = 0; i < 500; ++i) {
    EXPECT_TRUE(result.outcomes[i].ok());
    EXPECT_EQ(result.outcomes[i].reply, std::to_string(i));
  }
  EXPECT_EQ(result.summary.workers_started, 3U);
}

TEST(RunJobs, StartsNoMoreWorkersThanJobs) {
  EXPECT_EQ(run(test_options(8), {}).summary.workers_started, 0U);
  EXPECT_LE(run(test_options(8), {"echo:a", "echo:b"}).summary.workers_started, 2U);
}

TEST(RunJobs, PassesEmptyAndLargeMessages) {
  const std::string large(20 << 20, 'q');
  const Finished result = run(test_options(2), {"echo:", "big:30000000", "length:" + large});
  EXPECT_TRUE(result.outcomes[0].ok());
  EXPECT_EQ(result.outcomes[0].reply, "");
  EXPECT_EQ(result.outcomes[1].reply, std::string(30000000, 'x'));
  EXPECT_EQ(result.outcomes[2].reply, std::to_string(large.size()));
}

TEST(RunJobs, OutcomesCanBringNewJobs) {
  std::vector<std::string> queue = {"echo:3"};
  std::vector<std::string> replies;
  const auto result = run_jobs(
      test_options(2),
      [&]() -> std::optional<std::string> {
        if (queue.empty()) return std::nullopt;
        std::string job = queue.back();
        queue.pop_back();
        return job;
      },
      [&](const Outcome& outcome) {
        replies.push_back(outcome.reply);
        const int depth = std::stoi(outcome.reply);
        for (int i = 0; i < depth; ++i) queue.push_back("echo:" + std::to_string(depth - 1));
      });
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(replies.size(), 1U + 3U + 6U + 6U);
}

TEST(RunJobs, DrawsLazily) {
  size_t drawn = 0;
  size_t done = 0;
  size_t most_ahead = 0;
  const auto result = run_jobs(
      test_options(2),
      [&]() -> std::optional<std::string> {
        if (drawn == 300) return std::nullopt;
        ++drawn;
        most_ahead = std::max(most_ahead, drawn - done);
        return "echo:x";
      },
      [&](const Outcome&) { ++done; });
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(done, 300U);
  EXPECT_LE(most_ahead, 4U);
}

TEST(RunJobs, NamesTheSignalOfACrash) {
  const Outcome outcome = run_bad("kill:" + std::to_string(SIGSEGV));
  EXPECT_EQ(outcome.kind, OutcomeKind::crashed);
  EXPECT_EQ(outcome.signal, SIGSEGV);
  EXPECT_EQ(describe(outcome, test_options()), "crashed: SIGSEGV (segmentation fault)");
}

TEST(RunJobs, SurvivesEveryDeadlySignal) {
  for (const int number : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGKILL, SIGTERM, SIGINT, SIGPIPE}) {
    const Outcome outcome = run_bad("kill:" + std::to_string(number));
    EXPECT_EQ(outcome.kind, OutcomeKind::crashed);
    EXPECT_EQ(outcome.signal, number);
  }
}

TEST(RunJobs, KillsWhatHangs) {
  Options options = test_options(1);
  options.job_limit = milliseconds(300);
  const Outcome outcome = run_bad("hang", options);
  EXPECT_EQ(outcome.kind, OutcomeKind::hung);
  EXPECT_GE(outcome.elapsed, milliseconds(300));
  EXPECT_EQ(describe(outcome, options), "hung: no answer within 300 ms, killed");
}

TEST(RunJobs, TimeSpentInACallbackIsNotTheJobs) {
  Options options = test_options(2);
  options.job_limit = milliseconds(1'000);
  size_t given = 0;
  std::vector<OutcomeKind> kinds;
  const auto result = run_jobs(
      options,
      [&]() -> std::optional<std::string> {
        // The answer of the second is larger than what fits into a socket, so that its worker
        // cannot finish while the master is busy with the first.
        const std::vector<std::string> jobs = {"echo:", "big:30000000"};
        return given < 2 ? std::optional(jobs[given++]) : std::nullopt;
      },
      [&](const Outcome& outcome) {
        kinds.push_back(outcome.kind);
        if (outcome.index == 0) ::usleep(2'500'000);
      });
  ASSERT_TRUE(result.has_value());
  EXPECT_THAT(kinds, ::testing::Each(OutcomeKind::reply));
}

TEST(RunJobs, KillsWhatEatsTheMemory) {
  Options options = test_options(1);
  options.memory_limit = uint64_t{512} << 20;
  const Outcome outcome = run_bad("memory:600", options);
  EXPECT_EQ(outcome.kind, OutcomeKind::out_of_memory);
  EXPECT_EQ(describe(outcome, options), "out of memory: more than the limit of 512 MiB was needed");
}

TEST(RunJobs, FailedAllocationIsOutOfMemory) {
  const Outcome outcome = run_bad("new-handler");
  EXPECT_EQ(outcome.kind, OutcomeKind::out_of_memory);
  EXPECT_EQ(describe(outcome, test_options()), "out of memory: an allocation failed");
}

TEST(RunJobs, ReportsAnExit) {
  const Outcome outcome = run_bad("exit:7");
  EXPECT_EQ(outcome.kind, OutcomeKind::exited);
  EXPECT_EQ(outcome.status, 7);
  EXPECT_EQ(describe(outcome, test_options()), "exited with status 7 before it answered");
}

TEST(RunJobs, ReportsAnUnhandledException) {
  const Outcome outcome = run_bad("throw:no such luck");
  EXPECT_EQ(outcome.kind, OutcomeKind::exited);
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.log, "unhandled exception: no such luck\n");
}

TEST(RunJobs, RefusesWhatIsNoAnswer) {
  for (const char* job : {"garbage", "wrong-sequence", "huge-frame", "close"}) {
    const Outcome outcome = run_bad(job);
    EXPECT_EQ(outcome.kind, OutcomeKind::protocol_error) << job;
    EXPECT_THAT(describe(outcome, test_options()), StartsWith("answered with ")) << job;
  }
  EXPECT_EQ(run_bad("half-frame").kind, OutcomeKind::exited);
}

TEST(RunJobs, RefusesARequestedAnswerAboveTheLimit) {
  Options options = test_options(1);
  options.reply_limit = 1000;
  EXPECT_EQ(run_bad("big:1001", options).kind, OutcomeKind::protocol_error);
  EXPECT_EQ(run_bad("big:1000", options).kind, OutcomeKind::reply);
}

TEST(RunJobs, KeepsAnAnswerThatGarbageFollows) {
  const Outcome outcome = run_bad("trailing:1");
  EXPECT_EQ(outcome.kind, OutcomeKind::reply);
  EXPECT_EQ(outcome.reply, "ok");
}

TEST(RunJobs, NoticesADeathThatAChildHides) {
  const Outcome outcome = run_bad("orphan-then-crash");
  EXPECT_EQ(outcome.kind, OutcomeKind::crashed);
  EXPECT_EQ(outcome.signal, SIGKILL);
}

TEST(RunJobs, StandardOutputGoesToTheLog) {
  const Outcome outcome = run_bad("stdout:PAWR and more");
  EXPECT_EQ(outcome.reply, "printed");
  EXPECT_EQ(outcome.log, "PAWR and more\n");
}

TEST(RunJobs, KeepsTheLastLinesOfTheLog) {
  Options options = test_options(1);
  options.log_bytes = 200;
  const Outcome outcome = run_bad("stderr-then-crash", options);
  EXPECT_EQ(outcome.kind, OutcomeKind::crashed);
  EXPECT_LE(outcome.log.size(), 200U);
  EXPECT_THAT(outcome.log, AllOf(StartsWith("line "), HasSubstr("line 2000 of the report\n"),
                                 Not(HasSubstr("line 1900"))));
}

TEST(RunJobs, LogOfOneJobIsNotTheNextOnes) {
  const Finished result = run(test_options(1), {"stdout:first", "echo:x", "stdout:third"});
  EXPECT_EQ(result.outcomes[0].log, "first\n");
  EXPECT_EQ(result.outcomes[1].log, "");
  EXPECT_EQ(result.outcomes[2].log, "third\n");
}

TEST(RunJobs, AFloodOfOutputIsBounded) {
  Options options = test_options(2);
  options.job_limit = milliseconds(300);
  const Outcome outcome = run_bad("flood", options);
  EXPECT_EQ(outcome.kind, OutcomeKind::hung);
  EXPECT_LE(outcome.log.size(), options.log_bytes);
  EXPECT_GT(outcome.log.size(), 0U);
}

TEST(RunJobs, AFailureInAUsedWorkerGetsAFreshOne) {
  const Finished result = run(test_options(1), {"echo:a", "crash-if-used", "exit:5", "served"});
  EXPECT_TRUE(result.outcomes[1].ok());
  EXPECT_EQ(result.outcomes[1].reply, "fresh");
  EXPECT_TRUE(result.outcomes[1].retried);
  // A job that fails in a fresh worker as well is not tried a third time.
  EXPECT_EQ(result.outcomes[2].kind, OutcomeKind::exited);
  EXPECT_TRUE(result.outcomes[2].retried);
  EXPECT_FALSE(result.outcomes[0].retried);

  Options once = test_options(1);
  once.retry_in_fresh_worker = false;
  EXPECT_EQ(run(once, {"echo:a", "crash-if-used"}).outcomes[1].kind, OutcomeKind::crashed);
}

TEST(RunJobs, ReplacesAWorkerAfterSoManyJobs) {
  Options options = test_options(1);
  options.recycle_jobs = 3;
  const Finished result = run(options, std::vector<std::string>(7, "served"));
  const std::vector<std::string> expected = {"1", "2", "3", "1", "2", "3", "1"};
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(result.outcomes[i].reply, expected[i]);
  EXPECT_EQ(result.summary.workers_started, 3U);
}

TEST(RunJobs, ReplacesAWorkerThatGrew) {
  Options options = test_options(1);
  options.recycle_memory = uint64_t{400} << 20;
  const Finished result = run(options, {"pid", "keep-memory:450", "pid", "pid"});
  EXPECT_EQ(result.outcomes[0].reply, result.outcomes[1].reply);
  EXPECT_NE(result.outcomes[1].reply, result.outcomes[2].reply);
  EXPECT_EQ(result.outcomes[2].reply, result.outcomes[3].reply);
}

TEST(RunJobs, WorkersInheritNothing) {
  // Without CLOEXEC, as a careless library would leave them.
  std::vector<int> leaks;
  for (int i = 0; i < 20; ++i) leaks.push_back(::open("/dev/null", O_RDONLY));
  sigset_t usr1;
  ::sigemptyset(&usr1);
  ::sigaddset(&usr1, SIGUSR1);
  ::sigprocmask(SIG_BLOCK, &usr1, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  const Finished result = run(test_options(2), {"descriptors", "signals"});
  ::signal(SIGPIPE, SIG_DFL);
  ::sigprocmask(SIG_UNBLOCK, &usr1, nullptr);
  for (const int fd : leaks) ::close(fd);
  EXPECT_EQ(result.outcomes[0].reply, "0 1 2 3 ");
  EXPECT_EQ(result.outcomes[1].reply, "open default");
}

TEST(RunJobs, WorksWhenLowDescriptorsAreFree) {
  // The sockets of the master then get the numbers that the worker's own descriptors have.
  const int saved_in = ::fcntl(0, F_DUPFD_CLOEXEC, 100);
  const int saved_out = ::fcntl(1, F_DUPFD_CLOEXEC, 100);
  ::close(0);
  ::close(1);
  const Finished result = run(test_options(2), {"echo:a", "echo:b", "descriptors"});
  ::dup2(saved_in, 0);
  ::dup2(saved_out, 1);
  ::close(saved_in);
  ::close(saved_out);
  EXPECT_EQ(result.outcomes[0].reply, "a");
  EXPECT_EQ(result.outcomes[2].reply, "0 1 2 3 ");
}

TEST(RunJobs, ABurstOfBadJobs) {
  Options options = test_options(4);
  options.job_limit = milliseconds(500);
  options.memory_limit = uint64_t{512} << 20;
  const std::vector<std::string> bad = {"kill:11", "exit:1", "garbage", "hang", "new-handler"};
  std::vector<std::string> jobs;
  for (int i = 0; i < 60; ++i) {
    jobs.push_back(i % 3 == 0 ? bad[i / 3 % bad.size()] : "echo:" + std::to_string(i));
  }
  const Finished result = run(options, jobs);
  ASSERT_EQ(result.outcomes.size(), 60U);
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(result.outcomes[i].ok(), i % 3 != 0) << i;
    if (i % 3 != 0) EXPECT_EQ(result.outcomes[i].reply, std::to_string(i));
  }
}

TEST(RunJobs, ProgressAddsUp) {
  Options options = test_options(2);
  Status last;
  options.on_progress = [&](const Status& status) {
    EXPECT_LE(status.done + status.running, status.drawn);
    EXPECT_GE(status.done, last.done);
    last = status;
  };
  run(options, {"echo:a", "exit:1", "echo:c"});
  EXPECT_EQ(last.drawn, 3U);
  EXPECT_EQ(last.done, 3U);
  EXPECT_EQ(last.failed, 1U);
  EXPECT_EQ(last.running, 0U);
}

TEST(RunJobs, AnInterruptEndsTheRunWithAllOutcomes) {
  size_t given = 0;
  size_t answered = 0;
  std::vector<Outcome> outcomes;
  const auto result = run_jobs(
      test_options(3),
      [&]() -> std::optional<std::string> {
        ++given;
        return given % 4 == 0 ? "hang" : "echo:x";
      },
      [&](const Outcome& outcome) {
        outcomes.push_back(outcome);
        if (outcome.ok() && ++answered == 5) ::raise(SIGINT);
      });
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->interrupted_by, SIGINT);
  EXPECT_EQ(result->drawn, given);
  EXPECT_EQ(result->delivered, given);
  EXPECT_EQ(outcomes.size(), given);
  size_t interrupted = 0;
  for (const Outcome& outcome : outcomes) {
    if (outcome.ok()) continue;
    ++interrupted;
    EXPECT_EQ(outcome.kind, OutcomeKind::interrupted);
    EXPECT_EQ(describe(outcome, test_options()), "interrupted");
  }
  EXPECT_GE(interrupted, 1U);
  EXPECT_TRUE(::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD);
}

TEST(RunJobs, AnInterruptBeforeTheRunKeepsItFromStarting) {
  const InterruptScope scope;
  ::raise(SIGTERM);
  const auto result = run_jobs(
      test_options(2),
      []() -> std::optional<std::string> {
        ADD_FAILURE() << "a job was drawn";
        return std::nullopt;
      },
      [](const Outcome&) {});
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->interrupted_by, SIGTERM);
  EXPECT_EQ(result->workers_started, 0U);
}

TEST(RunJobs, ACallbackThatThrowsLeavesNothingBehind) {
  const std::set<int> before = open_descriptors();
  int given = 0;
  EXPECT_THROW(
      (void)run_jobs(
          test_options(3),
          [&]() -> std::optional<std::string> { return ++given % 2 == 0 ? "hang" : "pid"; },
          [](const Outcome&) { throw std::runtime_error("caller's mistake"); }),
      std::runtime_error);
  EXPECT_EQ(before, open_descriptors());
  EXPECT_TRUE(::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD) << "a child is left";
}

TEST(RunJobs, GoesOnWithTheWorkersThatTheSystemAllows) {
  const pid_t child = ::fork();
  if (child == 0) {
    // Each worker takes two descriptors for good and four while it starts.
    const int next = ::open("/dev/null", O_RDONLY);
    const rlimit limit{static_cast<rlim_t>(next) + 12, static_cast<rlim_t>(next) + 12};
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const Finished result = run(test_options(30), std::vector<std::string>(200, "sleep:2"));
    const bool all = std::all_of(result.outcomes.begin(), result.outcomes.end(),
                                 [](const Outcome& outcome) { return outcome.ok(); });
    if (::testing::Test::HasFailure()) ::_exit(1);
    if (!all || result.outcomes.size() != 200) ::_exit(2);
    ::_exit(result.summary.workers_started < 30 ? 0 : 3);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

// --- workers that cannot be started -----------------------------------------------------------

std::string start_error(std::vector<std::string> command, milliseconds limit = milliseconds(5000)) {
  Options options = test_options(2);
  options.command = std::move(command);
  options.start_limit = limit;
  const Finished result = run(options, {"echo:a", "echo:b", "echo:c"});
  for (const Outcome& outcome : result.outcomes) {
    EXPECT_EQ(outcome.kind, OutcomeKind::not_started);
    EXPECT_THAT(describe(outcome, options), StartsWith("not started: "));
  }
  return result.error;
}

TEST(RunJobs, SaysWhyNoWorkerStarts) {
  EXPECT_EQ(start_error({"/no/such/program"}),
            "/no/such/program: cannot start a worker process: exec: No such file or directory");
  EXPECT_THAT(start_error({"/etc/passwd"}), HasSubstr("Permission denied"));
  EXPECT_THAT(start_error({}), HasSubstr("no command"));
  EXPECT_THAT(start_error({PA_TEST_PROGRAM, "no-hello", "4"}),
              HasSubstr("the worker process exited with status 4 before it was ready; its last "
                        "output was: cannot find my library"));
  EXPECT_THAT(start_error({PA_TEST_PROGRAM, "babble"}), HasSubstr("no frame of the worker"));
  EXPECT_THAT(start_error({PA_TEST_PROGRAM, "mute"}, milliseconds(200)),
              HasSubstr("said nothing for 200 ms before it was ready"));
}

TEST(RunJobs, AWorkerThatLeavesAfterItsHelloEndsTheRun) {
  Options options = test_options(2);
  options.command = {PA_TEST_PROGRAM, "hello-then-leave"};
  const Finished result = run(options, {"echo:a", "echo:b"});
  // Whether the hello is seen before the end decides between the two.
  for (const Outcome& outcome : result.outcomes) {
    EXPECT_THAT(outcome.kind, ::testing::AnyOf(OutcomeKind::exited, OutcomeKind::not_started));
  }
}

TEST(Serve, RefusesDirectUse) {
  // Standard input is no socket, and neither is anything that a shell gives a program.
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(kWorkerDescriptor);
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(null, 2);
    ::execl(PA_TEST_PROGRAM, PA_TEST_PROGRAM, "worker", nullptr);
    ::_exit(127);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 2);
}

TEST(DefaultWorkers, IsSane) {
  EXPECT_GE(default_workers(), 1U);
  EXPECT_LE(default_workers(), 65536U);
}

TEST(Describe, NamesLimitsAndSignals) {
  Options options;
  options.job_limit = milliseconds(90'500);
  options.memory_limit = uint64_t{4} << 30;
  Outcome outcome;
  outcome.kind = OutcomeKind::hung;
  EXPECT_EQ(describe(outcome, options), "hung: no answer within 90.5 s, killed");
  outcome.kind = OutcomeKind::out_of_memory;
  EXPECT_EQ(describe(outcome, options), "out of memory: more than the limit of 4 GiB was needed");
  outcome.kind = OutcomeKind::crashed;
  outcome.signal = SIGKILL;
  EXPECT_THAT(describe(outcome, options), HasSubstr("memory runs out"));
  outcome.signal = 63;
  EXPECT_THAT(describe(outcome, options), HasSubstr("signal 63"));
}

}  // namespace
}  // namespace pool_audit::workers
