// Threads that run what is queued. The queue is taken from and put into, but what comes out is run.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

class ThreadPool {
 public:
  explicit ThreadPool(int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
  }
  void submit(std::function<void()> task) {
    std::lock_guard<std::mutex> lock(mutex_);
    tasks_.push_back(std::move(task));
    wake_.notify_one();
  }
  std::function<void()> next_task() {
    std::unique_lock<std::mutex> lock(mutex_);
    wake_.wait(lock, [this] { return !tasks_.empty(); });
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }

 private:
  void work() {
    for (;;) next_task()();
  }
  std::vector<std::thread> threads_;
  std::deque<std::function<void()>> tasks_;  // none: queue of work
  std::mutex mutex_;
  std::condition_variable wake_;
};

ThreadPool pool(4);

void use() {
  pool.submit([] {});
}
