// Threads are kept and found again, but nobody takes one away: it is given something to run.
#include <vector>

#ifdef TWIN
#define THREAD Job
#else
#define THREAD WorkerThread
#endif

struct THREAD {
  void start(int) {}
};

class IdlePool {
 public:
  THREAD* get() {
    if (idle_.empty()) return new THREAD;
    THREAD* out = idle_.back();
    idle_.pop_back();
    return out;
  }
  void release(THREAD* thread) { idle_.push_back(thread); }

 private:
  std::vector<THREAD*> idle_;  // none-: queue of work
};

void use(IdlePool& pool) {      // pool+: pool; pooled=Job
  THREAD* thread = pool.get();  // get+: pool
  thread->start(1);
  pool.release(thread);         // put+: pool
}
