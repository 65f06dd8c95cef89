// A lambda puts back into the pool that it captured, by reference, by pointer or through `this`.
#include <thread>
#include <vector>

struct Job {
  int steps = 0;
};

class JobPool {
 public:
  Job* acquire() {
    if (free_.empty()) return new Job;
    Job* out = free_.back();
    free_.pop_back();
    return out;
  }
  void release(Job* job) { free_.push_back(job); }

 private:
  std::vector<Job*> free_;
};

class Owner {
 public:
  void run() {
    std::thread worker([this] {
      Job* job = jobs_.acquire();  // get: Owner::jobs_
      ++job->steps;
      jobs_.release(job);  // put: Owner::jobs_
    });
    worker.join();
  }

 private:
  JobPool jobs_;  // pool: Owner::jobs_
};

void use() {
  JobPool first;         // pool: first
  JobPool second;        // pool: second
  JobPool* at = &second;
  Job* job = first.acquire();  // get: first
  std::thread worker([&first, job, at] {
    Job* mine = at->acquire();  // get: second
    mine->steps = job->steps;
    first.release(job);  // put: first
    at->release(mine);   // put: second
  });
  worker.join();
  Owner().run();
}
