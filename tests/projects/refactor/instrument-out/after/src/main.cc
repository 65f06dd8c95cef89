#include <cstdio>
#include <pool/meter.h>
#include <vector>

extern "C" int packets_used();

struct Job {
  int number = 0;
  char text[80] = {};
};

// Through a pointer; the return value tells whether there is one.
class JobPool {
 public:
  ~JobPool() {
    for (Job* each : spares_) delete each;
  }
  bool get(Job** out) {
    if (out == nullptr) {
      spares_meter_.failed();
      return false;
    }
    if (!spares_.empty()) {
      *out = spares_.back();
      spares_.pop_back();
      spares_meter_.hit();
      return true;
    }
    if (made_ == kMost) {
      spares_meter_.failed();
      return false;
    }
    ++made_;
    *out = new Job;
    spares_meter_.made();
    return true;
  }
  void put(Job* job) { spares_.push_back(job); spares_meter_.kept(); }

 private:
  static constexpr int kMost = 2;
  int made_ = 0;
  std::vector<Job*> spares_;
  inline static pool::meter<Job> spares_meter_{"main()::jobs"};
};

struct Frame {
  Frame* next = nullptr;
  char bytes[64] = {};
};

// Through a reference.
static Frame* free_frames = nullptr;
static pool::meter<Frame> free_frames_meter{"free_frames"};

static void frame_get(Frame*& frame) {
  frame = free_frames;
  if (frame != nullptr) {
    free_frames = frame->next;
    free_frames_meter.hit();
  } else {
    frame = new Frame;
    free_frames_meter.made(frame);
  }
}

static void frame_put(Frame* frame) {
  frame->next = free_frames;
  free_frames = frame;
  free_frames_meter.kept();
}

int main() {
  JobPool jobs;
  Job* one = nullptr;
  Job* two = nullptr;
  Job* three = nullptr;
  std::printf("%d%d%d\n", jobs.get(&one), jobs.get(&two), jobs.get(&three));
  jobs.put(one);
  std::printf("%d\n", jobs.get(&three) && three == one);
  jobs.put(two);
  jobs.put(three);
  Frame* frame = nullptr;
  frame_get(frame);
  Frame* const first = frame;
  frame_put(frame);
  frame_get(frame);
  std::printf("%d\n", frame == first);
  delete frame;
  std::printf("%d\n", packets_used());
}
