// Cold: objects that own a thread, which the factory starts whenever a get finds the pool empty.
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "pool/pool.h"
#include "quotes.h"

namespace quotes {
namespace {

// What a helper and its thread share. The thread looks at it while the helper is idle, too, so it
// must not lie in the helper, which belongs to the pool then.
struct Desk {
  std::mutex mutex;
  std::condition_variable_any ready;
  std::packaged_task<double()> task;

  void serve(const std::stop_token& stop) {
    std::unique_lock<std::mutex> lock(mutex);
    while (ready.wait(lock, stop, [this] { return task.valid(); })) {
      std::packaged_task<double()> mine = std::move(task);
      lock.unlock();
      mine();
      lock.lock();
    }
  }
};

// A thread that works for one caller at a time.
class Helper {
 public:
  Helper() : thread_([desk = desk_.get()](const std::stop_token& stop) { desk->serve(stop); }) {}

  std::future<double> start(std::packaged_task<double()> task) {
    std::future<double> result = task.get_future();
    const std::lock_guard<std::mutex> lock(desk_->mutex);
    desk_->task = std::move(task);
    desk_->ready.notify_one();
    return result;
  }

 private:
  std::unique_ptr<Desk> desk_ = std::make_unique<Desk>();
  std::jthread thread_;
};

// Threads that value portfolios: about 2 gets/s. Unbounded; rotation ends them. Not measured.
pool::sharded_pool<Helper> helpers({.create = [] { return new Helper; }},
                                   {.name = "quotes.helpers"});

}  // namespace

double portfolio_value(std::uint32_t customer) {
  const auto helper = helpers.acquire();
  auto value = helper->start(
      std::packaged_task<double()>([customer] { return price_of("ACME", customer % 1000 + 1); }));
  return value.get();
}

}  // namespace quotes
