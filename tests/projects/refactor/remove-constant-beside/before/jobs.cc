#include "jobs.h"

namespace work {
namespace {

int made = 0;

constexpr int kMostSpares = 4;

// Jobs to be used again.
Job* spare_jobs = nullptr;
int spare_count = 0;

}  // namespace

Job* new_job(const std::string& text, int size) {
  Job* job = nullptr;
  if (spare_jobs != nullptr) {
    job = spare_jobs;
    spare_jobs = job->next;
    job->next = nullptr;
    --spare_count;
  } else {
    job = new Job;
  }
  ++made;
  job->text = text + std::to_string(size) + std::to_string(made);
  return job;
}

void end_job(Job* job) {
  if (spare_count >= kMostSpares) {
    delete job;
    return;
  }
  job->next = spare_jobs;
  spare_jobs = job;
  ++spare_count;
}

}  // namespace work
