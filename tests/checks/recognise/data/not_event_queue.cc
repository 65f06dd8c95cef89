// Events that were made elsewhere wait for their turn; the free slots are counted, not kept.
#include <mutex>
#include <queue>
#include <semaphore>

struct Event {
  int kind = 0;
};

class EventPool {
 public:
  void post(Event* event) {
    free_slots_.acquire();
    std::lock_guard<std::mutex> lock(mutex_);
    events_.push(event);
  }
  Event* wait_for_available() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (events_.empty()) return nullptr;
    Event* event = events_.front();
    events_.pop();
    free_slots_.release();
    return event;
  }

 private:
  std::queue<Event*> events_;  // none: plain queue
  std::counting_semaphore<64> free_slots_{64};
  std::mutex mutex_;
};

int use(EventPool& buffer) {
  Event* event = buffer.wait_for_available();
  return event == nullptr ? 0 : event->kind;
}
