// Interrupts and deaths of the master at any moment: what is there is reported, nothing runs on.
#include "tool/workers/interrupt.h"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>

namespace pool_audit::workers {
namespace {

using ::testing::HasSubstr;

// Whether a living process has `marker` among its arguments.
bool anybody_runs(const std::string& marker) {
  bool found = false;
  DIR* folder = ::opendir("/proc");
  if (folder == nullptr) return false;
  while (const dirent* entry = ::readdir(folder)) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    std::ifstream file("/proc/" + std::string(entry->d_name) + "/cmdline");
    const std::string line{std::istreambuf_iterator<char>(file), {}};
    found = found || line.find(marker) != std::string::npos;
  }
  ::closedir(folder);
  return found;
}

// The kernel ends orphans soon, not at once.
bool nobody_runs_soon(const std::string& marker) {
  for (int i = 0; i < 1000; ++i) {
    if (!anybody_runs(marker)) return true;
    ::usleep(10'000);
  }
  return false;
}

class MasterProcess {
 public:
  MasterProcess(int workers, int jobs, const std::string& marker) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) std::abort();
    const std::string count = std::to_string(workers);
    const std::string total = std::to_string(jobs);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::setpgid(0, 0);
      ::dup2(pipe[1], 1);
      ::execl(PA_TEST_PROGRAM, PA_TEST_PROGRAM, "master", count.c_str(), total.c_str(),
              marker.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(pipe[1]);
    output_ = pipe[0];
  }
  ~MasterProcess() { ::close(output_); }
  MasterProcess(const MasterProcess&) = delete;
  MasterProcess& operator=(const MasterProcess&) = delete;

  void kill(int number) const { ::kill(pid_, number); }
  // Reads to the end; returns the status as waitpid() gives it.
  int finish() {
    std::array<char, 4096> buffer;
    ssize_t got = 0;
    while ((got = ::read(output_, buffer.data(), buffer.size())) > 0) {
      text_.append(buffer.data(), static_cast<size_t>(got));
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return status;
  }
  void wait_for_output() {
    std::array<char, 64> buffer;
    const ssize_t got = ::read(output_, buffer.data(), buffer.size());
    if (got > 0) text_.append(buffer.data(), static_cast<size_t>(got));
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::string text_;
};

std::string marker_of(const char* test, int round) {
  return "marker-" + std::string(test) + "-" + std::to_string(::getpid()) + "-" +
         std::to_string(round);
}

TEST(Interrupt, AtAnyMomentEveryDrawnJobHasItsOutcome) {
  std::mt19937 random(20240607);
  int interrupted = 0;
  for (int round = 0; round < 40; ++round) {
    const std::string marker = marker_of("any", round);
    MasterProcess master(3, 100'000, marker);
    const int signal = round % 3 == 0 ? SIGTERM : round % 3 == 1 ? SIGINT : SIGHUP;
    ::usleep(static_cast<unsigned>(random() % 120'000));
    master.kill(signal);
    // `timeout` sends twice; it counts as once.
    if (round % 2 == 0) master.kill(signal);
    const int status = master.finish();
    if (WIFSIGNALED(status)) {
      // Before the program had set up anything.
      EXPECT_EQ(WTERMSIG(status), signal);
      EXPECT_EQ(master.text(), "");
    } else {
      ++interrupted;
      EXPECT_EQ(WEXITSTATUS(status), 128 + signal);
      std::istringstream lines(master.text().substr(master.text().rfind("end drawn=")));
      size_t drawn = 0;
      size_t delivered = 0;
      size_t outcomes = 0;
      int by = 0;
      std::string line;
      std::getline(lines, line);
      ASSERT_EQ(std::sscanf(line.c_str(), "end drawn=%zu delivered=%zu outcomes=%zu signal=%d",
                            &drawn, &delivered, &outcomes, &by),
                4);
      EXPECT_EQ(drawn, delivered);
      EXPECT_EQ(drawn, outcomes);
      EXPECT_EQ(by, signal);
    }
    EXPECT_TRUE(nobody_runs_soon(marker)) << round;
  }
  EXPECT_GT(interrupted, 0);
}

TEST(Interrupt, WorkersDieWithAKilledMaster) {
  for (int round = 0; round < 5; ++round) {
    const std::string marker = marker_of("killed", round);
    MasterProcess master(3, 100'000, marker);
    master.wait_for_output();
    EXPECT_TRUE(anybody_runs(marker));
    master.kill(SIGKILL);
    EXPECT_TRUE(WIFSIGNALED(master.finish()));
    EXPECT_TRUE(nobody_runs_soon(marker));
  }
}

TEST(Interrupt, AStoppedMasterGoesOn) {
  MasterProcess master(2, 200, marker_of("stopped", 0));
  master.wait_for_output();
  master.kill(SIGSTOP);
  ::usleep(200'000);
  master.kill(SIGCONT);
  const int status = master.finish();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(master.text(), HasSubstr("end drawn=200 delivered=200 outcomes=200 signal=0"));
}

TEST(InterruptScope, RecordsTheFirstSignalAndRestores) {
  struct sigaction before{};
  ::sigaction(SIGTERM, nullptr, &before);
  EXPECT_EQ(InterruptScope::descriptor(), -1);
  {
    const InterruptScope outer;
    EXPECT_EQ(InterruptScope::signal(), 0);
    {
      const InterruptScope inner;
      ::raise(SIGTERM);
      ::raise(SIGINT);
    }
    EXPECT_EQ(InterruptScope::signal(), SIGTERM);
    pollfd wake{InterruptScope::descriptor(), POLLIN, 0};
    EXPECT_EQ(::poll(&wake, 1, 0), 1);
  }
  struct sigaction after{};
  ::sigaction(SIGTERM, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
  const InterruptScope fresh;
  EXPECT_EQ(InterruptScope::signal(), 0);
}

TEST(InterruptScope, AnIgnoredSignalStaysIgnored) {
  ::signal(SIGHUP, SIG_IGN);
  {
    const InterruptScope scope;
    ::raise(SIGHUP);
    EXPECT_EQ(InterruptScope::signal(), 0);
  }
  struct sigaction after{};
  ::sigaction(SIGHUP, nullptr, &after);
  EXPECT_EQ(after.sa_handler, SIG_IGN);
  ::signal(SIGHUP, SIG_DFL);
}

TEST(InterruptScope, ASecondSignalMuchLaterEndsTheProcess) {
  const pid_t child = ::fork();
  if (child == 0) {
    const InterruptScope scope;
    ::raise(SIGTERM);
    ::raise(SIGTERM);
    ::usleep(1'200'000);
    ::raise(SIGTERM);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGTERM);
}

}  // namespace
}  // namespace pool_audit::workers
