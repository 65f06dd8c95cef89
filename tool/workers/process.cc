#include "tool/workers/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "tool/workers/numbers.h"
#include "tool/workers/workers.h"

namespace pool_audit::workers {
namespace {

// Moves `fd` out of the range that the child's own descriptors take, so that the dup2 steps of the
// child never overwrite one that a later step needs.
Descriptor move_up(Descriptor fd) {
  if (fd.get() > 9) return fd;
  return Descriptor(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 10));
}

void set_nonblocking(int fd) {
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

struct SpawnSettings {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;

  SpawnSettings(int socket, int output) {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, socket, kWorkerDescriptor);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    // Whatever the master holds without CLOEXEC must not live on in a worker.
    ::posix_spawn_file_actions_addclosefrom_np(&actions, kWorkerDescriptor + 1);

    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
};

}  // namespace

void Descriptor::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

void Tail::append(std::string_view bytes) {
  text_.append(bytes);
  if (text_.size() > 2 * limit_) {
    text_.erase(0, text_.size() - limit_);
    cut_ = true;
  }
}

std::string Tail::text() const {
  std::string_view out = text_;
  bool cut = cut_;
  if (out.size() > limit_) {
    out.remove_prefix(out.size() - limit_);
    cut = true;
  }
  if (cut) {
    // A line that is longer than everything kept stays as it is: half a line beats none.
    const size_t line_end = out.find('\n');
    if (line_end != std::string_view::npos && line_end + 1 < out.size()) {
      out.remove_prefix(line_end + 1);
    }
  }
  return std::string(out);
}

Result<Process> Process::start(const std::vector<std::string>& command) {
  const std::string& program = command.front();
  const auto failed = [&](const char* what, int error) {
    return fail("cannot start a worker process: " + std::string(what) + ": " + std::strerror(error),
                program);
  };
  std::array<int, 2> sockets{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    return failed("no socket", errno);
  }
  Descriptor ours(sockets[0]);
  Descriptor theirs = move_up(Descriptor(sockets[1]));
  std::array<int, 2> pipe{};
  if (!theirs.valid() || ::pipe2(pipe.data(), O_CLOEXEC) != 0) return failed("no pipe", errno);
  Descriptor output(pipe[0]);
  Descriptor their_output = move_up(Descriptor(pipe[1]));
  if (!their_output.valid()) return failed("no descriptor", errno);
  // Non-blocking belongs to the open file, and each of these two is the master's alone.
  set_nonblocking(ours.get());
  set_nonblocking(output.get());

  std::vector<char*> argv;
  argv.reserve(command.size() + 1);
  for (const std::string& argument : command) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  SpawnSettings settings(theirs.get(), their_output.get());
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, program.c_str(), &settings.actions, &settings.attributes,
                                  argv.data(), environ);
  if (error != 0) return failed("exec", error);
  return Process(pid, std::move(ours), std::move(output));
}

Process::~Process() {
  if (pid_ < 0) return;
  kill();
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Process::read_output(Tail& tail, size_t limit) {
  std::array<char, 1 << 14> buffer;
  for (size_t total = 0; output_.valid() && total < limit;) {
    const ssize_t got = ::read(output_.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (got <= 0) {
      output_.reset();
      return;
    }
    tail.append({buffer.data(), static_cast<size_t>(got)});
    total += static_cast<size_t>(got);
  }
}

void Process::kill() {
  if (pid_ > 0) ::kill(-pid_, SIGKILL);
}

End Process::try_reap() {
  siginfo_t info{};
  if (pid_ < 0) return {true, 0, 0};
  // The group is killed while the dead leader still holds its number, so that the number cannot
  // belong to anybody else by then.
  if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
    if (errno != ECHILD) return {};
    // Somebody else waited for it, or SIGCHLD is ignored: it is gone, its fate unknown.
    pid_ = -1;
    return {true, 0, 0};
  }
  if (info.si_pid == 0) return {};
  kill();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  End end{true, 0, 0};
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end.status = WEXITSTATUS(status);
  return end;
}

uint64_t Process::resident_bytes() const {
  std::array<char, 64> path{};
  std::snprintf(path.data(), path.size(), "/proc/%d/statm", static_cast<int>(pid_));
  const Descriptor file(::open(path.data(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return 0;
  std::array<char, 128> text{};
  const ssize_t got = ::read(file.get(), text.data(), text.size());
  if (got <= 0) return 0;
  // All pages, those in memory, ...
  const auto pages = first_two_numbers({text.data(), static_cast<size_t>(got)});
  static const auto page_size = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  return pages ? pages->second * page_size : 0;
}

}  // namespace pool_audit::workers
