// Shows an intrusive free list: an idle timer is linked through the member that links a running
// one.
#include "gateway.h"

namespace gateway {
namespace {

struct Timer {
  Timer* next = nullptr;
  int due = 0;
};

class TimerList {
 public:
  ~TimerList() {
    while (free_ != nullptr) {
      Timer* timer = free_;
      free_ = timer->next;
      delete timer;
    }
  }

  Timer* allocate(int due) {
    Timer* timer = free_;
    if (timer != nullptr) {
      free_ = timer->next;
    } else {
      timer = new Timer;
    }
    timer->next = nullptr;
    timer->due = due;
    return timer;
  }

  void recycle(Timer* timer) {
    timer->next = free_;
    free_ = timer;
  }

 private:
  Timer* free_ = nullptr;
};

}  // namespace

int run_timers(int count) {
  static TimerList timers;
  int fired = 0;
  for (int i = 0; i < count; ++i) {
    Timer* timer = timers.allocate(i);
    if (timer->due % 2 == 0) ++fired;
    timers.recycle(timer);
  }
  return fired;
}

}  // namespace gateway
