// A class template is one pool an instance, each with what it pools.
#include <vector>

template <class T>
class FreeList {
 public:
  T* alloc() {
    if (free_.empty()) return new T();
    T* out = free_.back();
    free_.pop_back();
    return out;
  }
  void dealloc(T* object) { free_.push_back(object); }

 private:
  std::vector<T*> free_;
};

struct Packet {
  char data[1500];
};
struct Timer {
  long due;
};

class Engine {
 public:
  void run() {
    Packet* packet = packets_.alloc();  // get: packets_
    Timer* timer = timers_.alloc();     // get: timers_
    timer->due = packet->data[0];
    timers_.dealloc(timer);    // put: timers_
    packets_.dealloc(packet);  // put: packets_
  }

 private:
  FreeList<Packet> packets_;  // pool: Engine::packets_; pooled=Packet kind=object~pool pairings=all-paths
  FreeList<Timer> timers_;    // pool: Engine::timers_; pooled=Timer pairings=all-paths
};

void use() {
  Engine engine;
  engine.run();
}
