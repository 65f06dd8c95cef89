#include "jobs.h"

#include <pool/bounded_pool.h>

namespace work {
namespace {

constexpr int kMostSpares = 4;

// Jobs to be used again.
pool::bounded_pool<Job> spare_jobs_pool(
    kMostSpares, pool::bound::idle, {}, pool::order::lifo, "work.spare_jobs");

}  // namespace

Job* new_job(const std::string& text, int priority) {
  Job* job = spare_jobs_pool.get();
  job->text = text;
  job->priority = priority;
  return job;
}

void end_job(Job* job) {
  // Long texts are not kept.
  if (job->text.capacity() > 100) {
    spare_jobs_pool.discard(job);
    return;
  }
  job->text.clear();
  spare_jobs_pool.put(job);
}

void flush_jobs() {
  spare_jobs_pool.trim();
}

}  // namespace work
