#include "pressure.h"

#include "fork.h"
#include "pool/collector.h"
#include "pool/pressure.h"

#if defined(__linux__)
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>
#include <utility>

namespace pool {
namespace detail {

memory_events parse_memory_events(std::string_view text) noexcept {
  memory_events found;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) continue;
    const std::string_view key = line.substr(0, space);
    std::uint64_t value = 0;
    const char* const end = line.data() + line.size();
    if (std::from_chars(line.data() + space + 1, end, value).ptr != end) continue;
    if (key == "high") found.high += value;
    if (key == "max" || key == "oom" || key == "oom_kill") found.limit += value;
  }
  return found;
}

std::string cgroup_of(std::string_view proc_cgroup) {
  while (!proc_cgroup.empty()) {
    const std::string_view line = proc_cgroup.substr(0, proc_cgroup.find('\n'));
    proc_cgroup.remove_prefix(std::min(line.size() + 1, proc_cgroup.size()));
    if (line.starts_with("0::/")) return std::string(line.substr(3));
  }
  return {};
}

}  // namespace detail

pressure_signals pressure_collector::signals() const noexcept {
  return {.stalls = stalls_.load(std::memory_order_relaxed),
          .high = high_.load(std::memory_order_relaxed),
          .limit = limit_.load(std::memory_order_relaxed)};
}

#if defined(__linux__)

namespace detail {
namespace {

// The file from its beginning. false: it is gone, or was never one to read.
bool read_all(int file, std::string& text) {
  char part[1024];
  text.clear();
  for (;;) {
    const ssize_t got = pread(file, part, sizeof part, static_cast<off_t>(text.size()));
    if (got == 0) return true;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    text.append(part, static_cast<std::size_t>(got));
  }
}

bool read_file(const char* path, std::string& text) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool read = read_all(file, text);
  close(file);
  return read;
}

std::string own_cgroup_file(const char* name) {
  std::string text;
  if (!read_file("/proc/self/cgroup", text)) return {};
  const std::string group = cgroup_of(text);
  if (group.empty()) return {};
  // Beside version 1 groups, version 2 is mounted one level down.
  const bool alone = access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0;
  std::string path = alone ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
  path += group;
  if (!path.ends_with('/')) path += '/';
  return path + name;
}

std::string reason() {
  return std::error_code(errno, std::generic_category()).message();
}

bool read_events(int file, memory_events& found) noexcept {
  try {
    std::string text;
    if (!read_all(file, text)) return false;
    found = parse_memory_events(text);
    return true;
  } catch (...) {  // no memory: look again at the next event
    return true;
  }
}

void note(std::atomic<std::uint64_t>* signals, std::uint64_t by) noexcept {
  if (signals != nullptr) signals->fetch_add(by, std::memory_order_relaxed);
}

}  // namespace

void watch_pressure(pressure_watch watch) noexcept {
  for (;;) {
    // A negative descriptor is passed over.
    pollfd waits[] = {{.fd = watch.stop, .events = POLLIN, .revents = 0},
                      {.fd = watch.stall, .events = POLLPRI, .revents = 0},
                      {.fd = watch.events, .events = POLLPRI, .revents = 0},
                      {.fd = watch.notify, .events = POLLIN, .revents = 0}};
    if (poll(waits, std::size(waits), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    if (waits[0].revents != 0) return;
    const bool stalled = (waits[1].revents & POLLPRI) != 0;
    // The kernel took the trigger away: its cgroup is gone.
    if (!stalled && waits[1].revents != 0) watch.stall = -1;
    bool high = false;
    bool limit = false;
    if (waits[2].revents != 0 || waits[3].revents != 0) {
      char drained[4096];
      if (waits[3].revents != 0 && read(watch.notify, drained, sizeof drained) <= 0) {
        watch.notify = -1;
      }
      memory_events now = watch.known;
      if (!read_events(watch.events, now)) watch.events = watch.notify = -1;
      // A file that is read amid a change may show less than before.
      high = now.high > watch.known.high;
      limit = now.limit > watch.known.limit;
      if (high) note(watch.high, now.high - watch.known.high);
      if (limit) note(watch.limit, now.limit - watch.known.limit);
      watch.known = now;
    }
    if (stalled) note(watch.stalls, 1);
    if (!stalled && !high && !limit) continue;
    limit ? trim_all() : collect();
    pollfd stop{.fd = watch.stop, .events = POLLIN, .revents = 0};
    if (poll(&stop, 1, static_cast<int>(watch.pause.count())) > 0) return;
  }
}

}  // namespace detail

pressure_collector::pressure_collector(const pressure_options& chosen) {
  open_stalls(chosen);
  // What happened before the collector was there is not its business; what happens from here on is.
  const detail::memory_events known = open_events(chosen);
  if (watches_stalls() || watches_events()) start(chosen, known);
}

void pressure_collector::open_stalls(const pressure_options& chosen) {
  const auto window = std::chrono::microseconds(chosen.window);
  const std::int64_t seconds = chosen.window.count();
  if (seconds < 2 || seconds > 10 || seconds % 2 != 0 || chosen.stall.count() <= 0 ||
      chosen.stall > window) {
    problem_ += "pressure_options: window is " + std::to_string(seconds) + " s and stall " +
                std::to_string(chosen.stall.count()) +
                " us; a window is 2, 4, 6, 8 or 10 s, and a stall above 0 and within it\n";
    return;
  }
  std::string paths[2] = {chosen.stall_file, {}};
  if (chosen.stall_file.empty()) {
    paths[0] = detail::own_cgroup_file("memory.pressure");
    paths[1] = "/proc/pressure/memory";
  }
  const std::string trigger =
      "some " + std::to_string(chosen.stall.count()) + ' ' + std::to_string(window.count());
  std::string why;
  for (const std::string& path : paths) {
    if (path.empty()) continue;
    const int file = open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    // The kernel wants the 0 at the end as well.
    if (file >= 0 && write(file, trigger.c_str(), trigger.size() + 1) > 0) {
      stall_ = file;
      return;
    }
    why = path + ": stalls cannot be watched: " + detail::reason() +
          "; this needs Linux 5.2 with CONFIG_PSI (6.5 without privileges), and the right to write "
          "the file\n";
    if (file >= 0) close(file);
  }
  problem_ += why;
}

detail::memory_events pressure_collector::open_events(const pressure_options& chosen) {
  const std::string path =
      chosen.events_file.empty() ? detail::own_cgroup_file("memory.events") : chosen.events_file;
  if (path.empty()) {
    problem_ +=
        "/proc/self/cgroup: no entry of a version 2 cgroup: memory.high cannot be watched\n";
    return {};
  }
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  if (file >= 0 && detail::read_all(file, text)) {
    events_ = file;
    // Not every file system that serves the counters has both kinds of notice.
    notify_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (notify_ >= 0) inotify_add_watch(notify_, path.c_str(), IN_MODIFY);
    // The notice is asked for first, so that no change falls between the two.
    if (detail::read_all(file, text)) return detail::parse_memory_events(text);
    return {};
  }
  problem_ += path + ": events cannot be watched: " + detail::reason() +
              "; this needs a version 2 cgroup other than the root with its memory controller on\n";
  if (file >= 0) close(file);
  return {};
}

void pressure_collector::start(const pressure_options& chosen, const detail::memory_events& known) {
  stop_ = eventfd(0, EFD_CLOEXEC);
  const detail::pressure_watch watch{.stall = stall_,
                                     .events = events_,
                                     .notify = notify_,
                                     .stop = stop_,
                                     .known = known,
                                     .pause = chosen.pause,
                                     .stalls = &stalls_,
                                     .high = &high_,
                                     .limit = &limit_};
  try {
    if (stop_ < 0) throw std::system_error(errno, std::generic_category());
    thread_ = std::make_unique<std::thread>([watch] { detail::watch_pressure(watch); });
    process_ = detail::this_process();
  } catch (const std::system_error& refused) {
    problem_ += std::string("no thread to watch memory pressure: ") + refused.what() + '\n';
    for (int* const file : {&stall_, &events_, &notify_, &stop_}) {
      if (*file >= 0) close(std::exchange(*file, -1));
    }
  }
}

pressure_collector::~pressure_collector() {
  if (thread_ != nullptr && process_ != detail::this_process()) {
    // The descriptor would end the parent's thread, and there is none here to join.
    detail::keep_for_ever(thread_.release());
  } else if (thread_ != nullptr) {
    const std::uint64_t one = 1;
    while (write(stop_, &one, sizeof one) < 0 && errno == EINTR) {
    }
    thread_->join();
  }
  for (const int file : {stall_, events_, notify_, stop_}) {
    if (file >= 0) close(file);
  }
}

#else

namespace detail {
void watch_pressure(pressure_watch /*watch*/) noexcept {}
}  // namespace detail

pressure_collector::pressure_collector(const pressure_options& /*chosen*/)
    : problem_("memory pressure can be watched on Linux only\n") {}
pressure_collector::~pressure_collector() = default;

#endif

}  // namespace pool
