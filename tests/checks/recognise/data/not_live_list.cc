// Objects in use hang on the list; leaving it is their end.
class Timer;
static Timer* pool_of_timers = nullptr;  // pool+: pool_of_timers; pooled=Timer

class Timer {
 public:
#ifdef TWIN
  static Timer* start(int due) {
    Timer* timer = pool_of_timers;
    if (timer != nullptr)
      pool_of_timers = timer->next_;
    else
      timer = new Timer;
    timer->due_ = due;
    return timer;
  }
  void end() {
    next_ = pool_of_timers;
    pool_of_timers = this;
  }
#else
  static Timer* start(int due) {
    Timer* timer = new Timer;
    timer->due_ = due;
    timer->next_ = pool_of_timers;
    pool_of_timers = timer;
    return timer;
  }
  void end() {
    Timer** at = &pool_of_timers;
    while (*at != this) at = &(*at)->next_;
    *at = next_;
    delete this;
  }
#endif

 private:
  int due_ = 0;
  Timer* next_ = nullptr;
};

void use() {
  Timer* timer = Timer::start(3);  // get+: pool_of_timers
  timer->end();                    // put+: pool_of_timers
}
