#include <cstdio>

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
  ~Spares() override {}

  Job* get(int number) {
    return new Job(number);
  }
  void put(Job* job) { delete job; }

  // Somebody else calls it.
  void tick() override {}
  // An argument does something.
  void reserve_for(int) {}
  // Its address is taken.
  void warm() {}
  // It is seen by others.
  __attribute__((visibility("default"))) void shrink() {}
  // A macro calls it.
  void grow() {}
  // A lambda would do nothing.
  void squeeze() {}
  // A local would be left without use.
  void prepare(int) {}
  // All that is done in a loop.
  void settle() {}
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
