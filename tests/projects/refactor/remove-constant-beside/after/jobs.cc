#include "jobs.h"

namespace work {
namespace {

int made = 0;

}  // namespace

Job* new_job(const std::string& text, int size) {
  Job* job = new Job;
  ++made;
  job->text = text + std::to_string(size) + std::to_string(made);
  return job;
}

void end_job(Job* job) {
  delete job;
}

}  // namespace work
