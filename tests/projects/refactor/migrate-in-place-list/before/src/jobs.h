#pragma once

#include <string>

namespace work {

struct Job {
  std::string text;
  int priority = 0;
  Job* next = nullptr;
};

// A job with this text; the caller gives it back.
Job* new_job(const std::string& text, int priority);
void end_job(Job* job);
// Ends all jobs that nobody uses.
void flush_jobs();

}  // namespace work
