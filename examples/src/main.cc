// Sends a few requests through every part of the gateway.
#include <atomic>
#include <cstdio>

#include "gateway.h"
#include "packet.h"
#include "thread_pool.h"

int main() {
  using namespace gateway;
  std::atomic<long> total{0};
  ObjectPool<Job> jobs(8);
  Dispatcher dispatcher(jobs);
  {
    ThreadPool threads(2);
    for (int i = 0; i < 100; ++i) {
      threads.submit([&total, i] {
        const std::string user = "user" + std::to_string(i % 10);
        total += static_cast<long>(render(*intern(user)).size());
        total += answer(i % 10 == 0 ? "" : user);
        total += static_cast<long>(checksum_of(user) + split("GET / 1.1").size() + greet(user));
      });
    }
  }
  for (int i = 0; i < 10; ++i) {
    total += dispatcher.dispatch("job") + run_timers(4) + with_ticket() + packet_send("hello");
    total += ping_upstream() ? 1 : 0;
  }
  std::printf("handled everything, checksum %ld\n", total.load());
  return 0;
}
