// The other process of the worker tests.
//
//   worker [MARKER]         serves jobs; a request is one of the commands below
//   master N JOBS MARKER    runs JOBS jobs on N workers of its own kind, prints one line per
//   outcome no-hello STATUS         leaves at once mute                    never says hello
//   hello-then-leave        says hello and leaves at once
//   babble                  writes bytes that are no frame to the socket
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

#include "tool/workers/frame.h"
#include "tool/workers/interrupt.h"
#include "tool/workers/workers.h"

namespace {

using namespace pool_audit::workers;

int jobs_served = 0;

[[noreturn]] void sleep_for_ever() {
  while (true) ::pause();
}

// Resident memory that the sanitizers do not account for.
void take_memory(size_t bytes) {
  void* block = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) std::abort();
  std::memset(block, 1, bytes);
}

void send_raw(std::string_view bytes) {
  (void)!::send(kWorkerDescriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void send_frame_header(FrameKind kind, uint32_t length, uint64_t sequence) {
  const FrameHeader header = encode_frame_header(kind, length, sequence);
  send_raw({header.data(), header.size()});
}

std::string open_descriptors() {
  std::string out;
  for (int fd = 0; fd < 256; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) out += std::to_string(fd) + " ";
  }
  return out;
}

std::string handle(std::string_view request) {
  ++jobs_served;
  const std::string text(request);
  const size_t colon = text.find(':');
  const std::string command = text.substr(0, colon);
  const std::string argument = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (command == "echo") return argument;
  if (command == "pid") return std::to_string(::getpid());
  if (command == "served") return std::to_string(jobs_served);
  if (command == "descriptors") return open_descriptors();
  if (command == "signals") {
    sigset_t mask;
    ::sigprocmask(SIG_BLOCK, nullptr, &mask);
    struct sigaction pipe{};
    ::sigaction(SIGPIPE, nullptr, &pipe);
    return std::string(::sigismember(&mask, SIGUSR1) != 0 ? "blocked " : "open ") +
           (pipe.sa_handler == SIG_DFL ? "default" : "changed");
  }
  if (command == "big") return std::string(std::stoul(argument), 'x');
  if (command == "length") return std::to_string(argument.size());
  if (command == "kill") {
    ::signal(std::stoi(argument), SIG_DFL);  // sanitizers handle some
    ::raise(std::stoi(argument));
    sleep_for_ever();
  }
  // Fails unless this process is fresh.
  if (command == "crash-if-used") {
    if (jobs_served > 1) ::raise(SIGKILL);
    return "fresh";
  }
  if (command == "sleep") {
    ::usleep(static_cast<unsigned>(std::stoul(argument)) * 1000);
    return "slept";
  }
  if (command == "hang") sleep_for_ever();
  if (command == "exit") ::_exit(std::stoi(argument));
  if (command == "throw") throw std::runtime_error(argument);
  if (command == "memory") {
    take_memory(std::stoul(argument) << 20);
    sleep_for_ever();
  }
  if (command == "keep-memory") {
    take_memory(std::stoul(argument) << 20);
    return std::to_string(::getpid());
  }
  if (command == "new-handler") std::get_new_handler()();
  if (command == "garbage") {
    send_raw("this is no frame, however long one looks at it");
    sleep_for_ever();
  }
  if (command == "wrong-sequence") {
    send_frame_header(FrameKind::reply, 0, 999'999);
    sleep_for_ever();
  }
  if (command == "huge-frame") {
    send_frame_header(FrameKind::reply, 0xffffffff, 1);
    sleep_for_ever();
  }
  if (command == "half-frame") {
    send_frame_header(FrameKind::reply, 100, 1);
    send_raw("ten bytes.");
    ::_exit(0);
  }
  if (command == "trailing") {
    // An answer of the handler follows; the bytes after it stand in the same stream.
    send_frame_header(FrameKind::reply, 2, std::stoul(argument));
    send_raw("okgarbage after the answer");
    sleep_for_ever();
  }
  if (command == "close") {
    ::close(kWorkerDescriptor);
    sleep_for_ever();
  }
  if (command == "stdout") {
    std::printf("%s\n", argument.c_str());
    return "printed";
  }
  if (command == "stderr-then-crash") {
    for (int i = 1; i <= 2000; ++i) std::fprintf(stderr, "line %d of the report\n", i);
    ::raise(SIGKILL);
  }
  if (command == "flood") {
    const std::string line(1000, 'f');
    while (true) std::fprintf(stderr, "%s\n", line.c_str());
  }
  if (command == "orphan-then-crash") {
    // A child that would hold socket and pipe open for ever.
    if (::fork() == 0) sleep_for_ever();
    ::raise(SIGKILL);
  }
  std::fprintf(stderr, "unknown command: %s\n", text.c_str());
  ::_exit(99);
}

int run_master(unsigned count, size_t jobs, const char* marker) {
  const InterruptScope scope;
  Options options;
  options.command = {"/proc/self/exe", "worker", marker};
  options.workers = count;
  size_t given = 0;
  size_t outcomes = 0;
  const auto next = [&]() -> std::optional<std::string> {
    if (given == jobs) return std::nullopt;
    ++given;
    return given % 5 == 0 ? "sleep:3" : "echo:" + std::to_string(given);
  };
  const auto result = run_jobs(options, next, [&](const Outcome& outcome) {
    ++outcomes;
    std::printf("outcome %zu %s\n", outcome.index, describe(outcome, options).c_str());
  });
  if (!result) {
    std::printf("error %s\n", result.error().to_string().c_str());
    return 2;
  }
  std::printf("end drawn=%zu delivered=%zu outcomes=%zu signal=%d\n", result->drawn,
              result->delivered, outcomes, result->interrupted_by);
  return result->interrupted_by != 0 ? 128 + result->interrupted_by : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "worker") return serve(handle);
  if (mode == "master" && argc == 5) {
    return run_master(static_cast<unsigned>(std::atoi(argv[2])), std::strtoul(argv[3], nullptr, 10),
                      argv[4]);
  }
  if (mode == "no-hello") {
    std::fprintf(stderr, "cannot find my library\n");
    return std::atoi(argv[2]);
  }
  if (mode == "mute") sleep_for_ever();
  if (mode == "hello-then-leave") {
    send_frame_header(FrameKind::hello, 0, 0);
    return 0;
  }
  if (mode == "babble") {
    send_raw("Usage: frobnicate [OPTION]... [FILE]...");
    sleep_for_ever();
  }
  return serve(handle);
}
