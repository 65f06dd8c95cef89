// One thread, one poll over the listener and all connections. A connection reads until its
// request's head is there, writes its answer, and is closed; one that takes too long is closed as
// it is.
#include "fork.h"
#include "pool/http.h"
#include "telemetry_settings.h"

#if defined(__unix__) || defined(__APPLE__)
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "http_request.h"

namespace pool {
namespace {

using clock = std::chrono::steady_clock;

void close_file(int& file) noexcept {
  if (file >= 0) close(std::exchange(file, -1));
}

bool make_quiet(int file) noexcept {
  const int flags = fcntl(file, F_GETFL);
  return flags >= 0 && fcntl(file, F_SETFL, flags | O_NONBLOCK) == 0 &&
         fcntl(file, F_SETFD, FD_CLOEXEC) == 0;
}

bool make_pipe(int (&ends)[2]) noexcept {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0;
#else
  return pipe(ends) == 0 && make_quiet(ends[0]) && make_quiet(ends[1]);
#endif
}

// Of a file that does not block: whether to wait for it rather than give it up.
bool try_later() noexcept {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

struct connection {
  enum state : std::uint8_t { kReading, kWriting, kDraining };
  int file = -1;
  clock::time_point end;  // when it is given up
  state now = kReading;
  std::string request;
  std::string answer;
  std::size_t written = 0;
};

class service {
 public:
  service(int listener, int stop, const http_options& chosen)
      : listener_(listener), stop_(stop), chosen_(chosen) {}
  service(const service&) = delete;
  service& operator=(const service&) = delete;
  ~service() {
    for (connection& each : connections_) close_file(each.file);
  }

  // Until `stop` is readable.
  void run() {
    std::vector<pollfd> files;
    for (;;) {
      const bool accepting = connections_.size() < chosen_.most_connections && !short_of_files_;
      files.assign({{stop_, POLLIN, 0}, {accepting ? listener_ : -1, POLLIN, 0}});
      for (const connection& each : connections_) {
        const short wanted = each.now == connection::kWriting ? POLLOUT : POLLIN;
        files.push_back({each.file, wanted, 0});
      }
      const int ready = poll(files.data(), static_cast<nfds_t>(files.size()), time_to_wait());
      if (ready < 0 && errno != EINTR) return;
      if (ready > 0 && files[0].revents != 0) return;
      short_of_files_ = false;
      const clock::time_point now = clock::now();
      for (std::size_t at = 0; at < connections_.size(); ++at) {
        connection& each = connections_[at];
        const bool goes_on = ready <= 0 || files[at + 2].revents == 0 || serve(each);
        if (!goes_on || now >= each.end) close_file(each.file);
      }
      std::erase_if(connections_, [](const connection& each) { return each.file < 0; });
      if (ready > 0 && files[1].revents != 0) accept_one();
    }
  }

 private:
  // Milliseconds, as poll takes it.
  [[nodiscard]] int time_to_wait() const {
    constexpr int kWhenShortOfFiles = 100;
    if (connections_.empty()) return short_of_files_ ? kWhenShortOfFiles : -1;
    const auto first = std::ranges::min(connections_, {}, &connection::end).end;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(first - clock::now()).count();
    constexpr std::int64_t kLongest = 60'000;
    const auto time = static_cast<int>(std::clamp<std::int64_t>(left, 0, kLongest));
    return short_of_files_ ? std::min(time, kWhenShortOfFiles) : time;
  }

  void accept_one() {
#ifdef __linux__
    const int file = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
#else
    const int file = accept(listener_, nullptr, nullptr);
#endif
    if (file < 0) {
      // The connection stays in the queue, and poll would come back at once.
      short_of_files_ = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
      return;
    }
    connection fresh;
    fresh.file = file;
    fresh.end = clock::now() + chosen_.timeout;
    bool kept = make_quiet(file);
#ifdef SO_NOSIGPIPE
    const int on = 1;
    kept = kept && setsockopt(file, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on) == 0;
#endif
    try {
      if (kept) connections_.push_back(std::move(fresh));
    } catch (const std::bad_alloc&) {
      kept = false;
    }
    if (!kept) close(file);
  }

  // false: the connection is done with.
  bool serve(connection& one) {
    try {
      if (one.now == connection::kReading) return read_some(one);
      if (one.now == connection::kWriting) return write_some(one);
      return drain(one);
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  bool read_some(connection& one) {
    char part[2048];
    const std::size_t most = std::min(sizeof part, chosen_.largest_request - one.request.size());
    const ssize_t got = recv(one.file, part, most, 0);
    if (got < 0) return try_later();
    if (got == 0) return false;
    one.request.append(part, static_cast<std::size_t>(got));
    if (const std::size_t head = detail::head_length(one.request)) {
      one.answer = detail::answer_to(std::string_view(one.request).substr(0, head));
    } else if (one.request.size() == chosen_.largest_request) {
      one.answer = detail::refusal("431 Request Header Fields Too Large");
    } else {
      return true;
    }
    one.now = connection::kWriting;
    return write_some(one);
  }

  bool write_some(connection& one) {
#ifdef MSG_NOSIGNAL
    constexpr int kFlags = MSG_NOSIGNAL;
#else
    constexpr int kFlags = 0;
#endif
    const std::string_view rest = std::string_view(one.answer).substr(one.written);
    const ssize_t put = send(one.file, rest.data(), rest.size(), kFlags);
    if (put < 0) return try_later();
    one.written += static_cast<std::size_t>(put);
    if (one.written < one.answer.size()) return true;
    // Closing with something unread would reset the connection, and the answer with it.
    shutdown(one.file, SHUT_WR);
    one.now = connection::kDraining;
    return true;
  }

  static bool drain(connection& one) {
    char part[2048];
    const ssize_t got = recv(one.file, part, sizeof part, 0);
    return got > 0 || (got < 0 && try_later());
  }

  const int listener_;
  const int stop_;
  const http_options chosen_;
  bool short_of_files_ = false;
  std::vector<connection> connections_;
};

// A thread that no signal of the process is delivered to.
std::unique_ptr<std::thread> quiet_thread(int listener, int stop, const http_options& chosen) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::unique_ptr<std::thread> started;
  try {
    started = std::make_unique<std::thread>([listener, stop, chosen] {
      try {
        service(listener, stop, chosen).run();
      } catch (...) {  // no memory for the list of files: nothing is served any more
      }
    });
  } catch (...) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return started;
}

// Listens on the loopback device; 0 or an errno.
int listen_at(const http_options& chosen, int& listener, std::uint16_t& port) noexcept {
#ifdef __linux__
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
#else
  listener = socket(AF_INET, SOCK_STREAM, 0);
#endif
  if (listener < 0 || !make_quiet(listener)) return errno;
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(chosen.port);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(listener, any, size) != 0 || listen(listener, SOMAXCONN) != 0) return errno;
  if (getsockname(listener, any, &size) != 0) return errno;
  port = ntohs(address.sin_port);
  return 0;
}

// A port as text; -1: it is none.
int parse_port(const char* text) noexcept {
  std::uint16_t port = 0;
  const char* const end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, port);
  return error == std::errc() && rest == end && rest != text ? port : -1;
}

}  // namespace

namespace detail {

void read_http_environment() {
  const char* const text = std::getenv("POOL_HTTP");
  if (text == nullptr || *text == '\0') return;
  const int port = parse_port(text);
  if (port < 0) {
    std::fprintf(stderr, "pool: POOL_HTTP=%s: expected a port, 0 to 65535; nothing is served\n",
                 text);
    return;
  }
  // Ends with the process, or with the library that is unloaded.
  static const http_server server({.port = static_cast<std::uint16_t>(port)});
  if (server.port() == 0) {
    std::fprintf(stderr, "pool: %s", server.problem().c_str());
  } else if (port == 0) {
    std::fprintf(stderr, "pool: telemetry at http://127.0.0.1:%u/metrics\n",
                 static_cast<unsigned>(server.port()));
  }
}

}  // namespace detail

http_server::http_server(const http_options& chosen) : process_(getpid()) {
  http_options used = chosen;
  used.largest_request = std::max<std::size_t>(used.largest_request, 64);
  used.most_connections = std::max<std::size_t>(used.most_connections, 1);
  std::uint16_t found = 0;
  int error = listen_at(used, listener_, found);
  if (error == 0 && !make_pipe(stop_)) {
    error = errno;
  }
  std::string why = error != 0 ? std::generic_category().message(error) : "";
  if (error == 0) {
    try {
      thread_ = quiet_thread(listener_, stop_[0], used);
      port_ = found;
      return;
    } catch (const std::system_error& refused) {
      why = refused.what();
    }
  }
  problem_ = "127.0.0.1:" + std::to_string(used.port) + ": telemetry is not served: " + why +
             "; choose another port, or 0 for one that is free\n";
  for (int* const file : {&listener_, &stop_[0], &stop_[1]}) close_file(*file);
}

http_server::~http_server() {
  if (thread_ != nullptr) {
    if (process_ == getpid()) {
      // Not by closing, since a child of a fork may have the other end open.
      while (write(stop_[1], "", 1) < 0 && errno == EINTR) {
      }
      thread_->join();
    } else {
      detail::keep_for_ever(thread_.release());  // it is the parent's
    }
  }
  for (int* const file : {&listener_, &stop_[0], &stop_[1]}) close_file(*file);
}

}  // namespace pool

#else

namespace pool {
void detail::read_http_environment() {}
http_server::http_server(const http_options& /*chosen*/)
    : problem_("telemetry is served on POSIX systems only\n") {}
http_server::~http_server() = default;
}  // namespace pool

#endif
