#include <cstdio>
#include <memory>
#include <vector>

// What the buffer points to is freed by its class: a reset that forgets it may mean that.
struct Job {
  ~Job() { delete[] buffer; }
  int id = 0;
  char* buffer = nullptr;
  void reset() { id = 0; }
};

class JobPool {
 public:
  Job* get() {
    if (spare_.empty()) {
      all_.push_back(std::make_unique<Job>());
      return all_.back().get();
    }
    Job* out = spare_.back();
    spare_.pop_back();
    return out;
  }
  void put(Job* job) { spare_.push_back(job); }

 private:
  std::vector<std::unique_ptr<Job>> all_;
  std::vector<Job*> spare_;
};

static JobPool jobs;

static char* letter(int id) {
  static char* last;
  last = new char[2]{static_cast<char>('a' + id), 0};
  return last;
}

static void run(int id) {
  Job* job = jobs.get();
  job->id = id;
  if (id == 1) job->buffer = letter(id);
  std::printf("%d %s\n", job->id, job->buffer);
  job->reset();
  jobs.put(job);
}

int main() {
  run(1);
  run(2);
}
