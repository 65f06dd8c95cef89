#pragma once

#include <string>

namespace work {

struct Job {
  std::string text;
  Job* next = nullptr;
};

// A job with this text; the caller gives it back.
Job* new_job(const std::string& text, int size);
void end_job(Job* job);

}  // namespace work
