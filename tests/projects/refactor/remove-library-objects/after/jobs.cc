#include "jobs.h"

namespace work {

Jobs::Jobs() : running_(0) {}

Job* Jobs::begin(int id) {
  std::lock_guard<std::mutex> lock(mutex_);
  Job* job = new Job(id, "begun");
  ++running_;
  return job;
}

void Jobs::end(Job* job) {
  std::lock_guard<std::mutex> lock(mutex_);
  --running_;
  delete job;  // its text as well
}

Mark* Jobs::mark(int line) {
  void* block = mark_pool_.malloc();
  if (block == nullptr) return nullptr;
  return new (block) Mark{line};
}

void Jobs::forget(Mark* mark) {
  assert(mark_pool_.is_from(mark));
  mark_pool_.free(mark);
}

}  // namespace work
