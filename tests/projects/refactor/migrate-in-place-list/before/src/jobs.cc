#include "jobs.h"

#include <mutex>

namespace work {
namespace {

constexpr int kMostSpares = 4;

std::mutex jobs_lock;
// Jobs to be used again.
Job* spare_jobs = nullptr;
int spare_count = 0;

}  // namespace

Job* new_job(const std::string& text, int priority) {
  Job* job = nullptr;
  {
    std::lock_guard<std::mutex> lock(jobs_lock);
    if (spare_jobs != nullptr) {
      job = spare_jobs;
      spare_jobs = job->next;
      job->next = nullptr;
      --spare_count;
    }
  }
  if (job == nullptr) job = new Job;
  job->text = text;
  job->priority = priority;
  return job;
}

void end_job(Job* job) {
  // Long texts are not kept.
  if (job->text.capacity() > 100) {
    delete job;
    return;
  }
  job->text.clear();
  std::lock_guard<std::mutex> lock(jobs_lock);
  if (spare_count >= kMostSpares) {
    delete job;
    return;
  }
  job->next = spare_jobs;
  spare_jobs = job;
  ++spare_count;
}

void flush_jobs() {
  std::lock_guard<std::mutex> lock(jobs_lock);
  while (spare_jobs != nullptr) {
    Job* next = spare_jobs->next;
    delete spare_jobs;
    spare_jobs = next;
  }
  spare_count = 0;
}

}  // namespace work
