#include <cstdio>

#include "jobs.h"

int main() {
  for (int i = 0; i < 3; ++i) {
    work::Job* job = work::new_job("job ", i);
    std::printf("%s\n", job->text.c_str());
    work::end_job(job);
  }
}
