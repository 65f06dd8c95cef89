// The telemetry of the process over HTTP, for scrapers and for a look with a browser or curl.
//
//   GET /metrics     Prometheus text, or OpenMetrics for who accepts application/openmetrics-text
//   GET /pools.json  the JSON snapshot
//
// Environment variable POOL_HTTP=PORT, read when the first pool is made, serves until the process
// exits; with 0 the port that is chosen is told on standard error. A program that has an HTTP
// server of its own has no need of this one: to_prometheus is all that it takes.
#ifndef POOL_HTTP_H
#define POOL_HTTP_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

namespace pool {

struct http_options {
  std::uint16_t port = 0;  // 0: one that is free; see http_server::port
  // A connection that is not through by then, from accept to the last byte, is closed.
  std::chrono::milliseconds timeout{5000};
  std::size_t largest_request = 8192;  // bytes up to the end of the head; beyond: 431
  std::size_t most_connections = 16;   // at once; further ones wait to be accepted
};

// Serves on one thread, which sleeps when nobody asks, until it is destroyed. It listens on
// 127.0.0.1 and nowhere else, since it knows neither passwords nor encryption; every user of the
// machine can read it. A request whose Host names something else gets 421, so that no web page
// reads it through a name of its own. A connection serves one request. It raises no signal and
// takes none. In the child of a fork there is no server, and destroying the object there does
// nothing but close its files.
//
// Needs a POSIX system; elsewhere, or when the port is taken, problem() says so and nothing is
// served. Thread safety: all members but construction and destruction by any thread.
class http_server {
 public:
  // Throws std::bad_alloc. Whatever else is amiss is told by problem().
  explicit http_server(const http_options& chosen = {});
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;
  // Closes what is open, and returns when the thread has ended: at once, or when a snapshot under
  // way is made.
  ~http_server();

  // 0: it serves nothing.
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  // The address, what is wrong, what to do. Empty when all is well.
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

 private:
  std::uint16_t port_ = 0;
  std::string problem_;
  int listener_ = -1;
  int stop_[2] = {-1, -1};  // a pipe: readable at its first end when the thread is to end
  long process_ = 0;        // that has the thread
  std::unique_ptr<std::thread> thread_;
};

}  // namespace pool

#endif
