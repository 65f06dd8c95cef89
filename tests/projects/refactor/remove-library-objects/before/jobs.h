#pragma once

#include <cassert>
#include <mutex>
#include <string>

#include "boost/pool/pool.hpp"
#include "pools.h"

namespace work {

struct Job {
  Job(int id, const char* text) : id(id), text(text) {}
  int id;
  std::string text;
};

struct Mark {
  int line;
};

// Jobs, and marks in them.
class Jobs {
 public:
  Jobs();
  Job* begin(int id);
  void end(Job* job);
  Mark* mark(int line);
  void forget(Mark* mark);
  int running() const { return running_; }

 private:
  std::mutex mutex_;
  int running_;
  // jobs that ended wait here for others
  object_pool<Job> job_pool_;

#ifndef NO_MARKS
  boost::pool<> mark_pool_{sizeof(Mark), 64};
#endif
};

}  // namespace work
