#include <cstdio>
#include <vector>

struct Job {
  explicit Job(int number) : number(number) {}
  int number;
};

struct Clock {
  virtual ~Clock() = default;
  virtual void tick() = 0;
};

int rounds = 0;
int next_round() { return ++rounds; }

class Spares : public Clock {
 public:
  ~Spares() override {
    for (Job* each : free_) delete each;
  }

  Job* get(int number) {
    if (free_.empty()) return new Job(number);
    Job* job = free_.back();
    free_.pop_back();
    job->number = number;
    return job;
  }
  void put(Job* job) { free_.push_back(job); }

  // Somebody else calls it.
  void tick() override { free_.reserve(64); }
  // An argument does something.
  void reserve_for(int) { free_.reserve(64); }
  // Its address is taken.
  void warm() { free_.reserve(8); }
  // It is seen by others.
  __attribute__((visibility("default"))) void shrink() { free_.shrink_to_fit(); }
  // A macro calls it.
  void grow() { free_.reserve(32); }
  // A lambda would do nothing.
  void squeeze() { free_.shrink_to_fit(); }
  // A local would be left without use.
  void prepare(int) { free_.reserve(16); }
  // All that is done in a loop.
  void settle() { free_.shrink_to_fit(); }

 private:
  std::vector<Job*> free_;
};

#define GROW(pool) (pool).grow()

Spares spares;

int main() {
  spares.reserve_for(next_round());
  void (Spares::*at_start)() = &Spares::warm;
  (spares.*at_start)();
  spares.shrink();
  GROW(spares);
  const auto at_end = [] { spares.squeeze(); };
  const int jobs = 4;
  spares.prepare(jobs);
  for (int i = 0; i < 2; ++i) spares.settle();
  Clock& clock = spares;
  clock.tick();
  Job* job = spares.get(7);
  std::printf("%d %d\n", job->number, rounds);
  spares.put(job);
  at_end();
}
