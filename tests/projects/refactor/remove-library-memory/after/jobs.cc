#include "jobs.h"

#include <new>

namespace work {

Jobs::Jobs() : running_(0), job_pool_() {}

Job* Jobs::begin(int id) {
  std::lock_guard<std::mutex> lock(mutex_);
  job_pool_.set_next_size(100);
  Job* job = job_pool_.construct(id, "begun");
  ++running_;
  return job;
}

void Jobs::end(Job* job) {
  std::lock_guard<std::mutex> lock(mutex_);
  --running_;
  job_pool_.destroy(job);  // its text as well
}

Mark* Jobs::mark(int line) {
  void* block = ::operator new(sizeof(Mark), std::nothrow);
  if (block == nullptr) return nullptr;
  return new (block) Mark{line};
}

void Jobs::forget(Mark* mark) {
  ::operator delete(mark);
}

}  // namespace work
