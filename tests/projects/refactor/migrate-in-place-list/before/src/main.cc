#include <cstdio>

#include "jobs.h"

static int run(int round) {
  work::Job* jobs[6];
  for (int i = 0; i < 6; ++i) {
    jobs[i] = work::new_job(std::string(static_cast<size_t>(i) * 30, 'x'), i + round);
  }
  int sum = 0;
  for (work::Job* each : jobs) sum += each->priority + static_cast<int>(each->text.size());
  for (work::Job* each : jobs) work::end_job(each);
  return sum;
}

int main() {
  for (int round = 0; round < 3; ++round) std::printf("%d\n", run(round));
  work::flush_jobs();
  std::printf("%d\n", run(3));
  work::flush_jobs();
}
