#include "tool/git/git.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

extern char** environ;

namespace pool_audit::git {

namespace {

// Both ends of a pipe, closed when nobody needs them.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] bool ok() const { return ends_[0] >= 0; }
  [[nodiscard]] int end(size_t which) const { return ends_[which]; }
  void close_end(size_t which) {
    if (ends_[which] >= 0) close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  std::array<int, 2> ends_ = {-1, -1};
};

// Both streams to their ends, neither before the other: the child may block on either.
void drain(Pipe& out, Pipe& errors, std::string& text, std::string& complaint) {
  std::array<pollfd, 2> watched = {pollfd{out.end(0), POLLIN, 0}, pollfd{errors.end(0), POLLIN, 0}};
  std::array<std::string*, 2> into = {&text, &complaint};
  std::array<char, 65536> buffer;
  while (watched[0].fd >= 0 || watched[1].fd >= 0) {
    if (poll(watched.data(), watched.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    for (size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].fd < 0 || watched[i].revents == 0) continue;
      const ssize_t got = read(watched[i].fd, buffer.data(), buffer.size());
      if (got > 0) {
        into[i]->append(buffer.data(), static_cast<size_t>(got));
      } else if (got == 0 || errno != EINTR) {
        watched[i].fd = -1;
      }
    }
  }
}

}  // namespace

Result<std::string> run(const std::string& folder, const std::vector<std::string>& arguments,
                        const Environment& environment) {
  std::vector<std::string> words = {"git", "--no-pager", "-c", "core.quotePath=false",
                                    "-C",  folder};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  // Of two settings of one name the first counts.
  std::vector<std::string> settings = environment;
  std::vector<char*> envp;
  for (std::string& setting : settings) envp.push_back(setting.data());
  for (char** each = environ; *each != nullptr; ++each) envp.push_back(*each);
  envp.push_back(nullptr);

  Pipe out;
  Pipe errors;
  if (!out.ok() || !errors.ok()) return fail(std::string("no pipe: ") + std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.end(1), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.end(1), STDERR_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, "git", &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    return fail(std::string("git cannot be run: ") + std::strerror(failed) +
                "; install git, or leave out what needs the history");
  }
  out.close_end(1);
  errors.close_end(1);
  std::string text;
  std::string complaint;
  drain(out, errors, text, complaint);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    const std::string first = complaint.substr(0, complaint.find('\n'));
    return fail("git " + (arguments.empty() ? std::string() : arguments.front()) +
                    " failed: " + (first.empty() ? "it says nothing" : first),
                folder);
  }
  return text;
}

}  // namespace pool_audit::git
