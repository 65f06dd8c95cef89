#include <cstdio>

#include "jobs.h"

int main() {
  work::Jobs jobs;
  for (int i = 0; i < 3; ++i) {
    work::Job* job = jobs.begin(i);
    work::Mark* mark = jobs.mark(i * 10);
    std::printf("%d %s %d %d\n", job->id, job->text.c_str(), mark->line, jobs.running());
    jobs.forget(mark);
    jobs.end(job);
  }
  return jobs.running();
}
