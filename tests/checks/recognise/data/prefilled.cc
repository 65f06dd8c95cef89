// Nothing is made later: the constructor fills the pool, and it is empty when all are out.
#include <array>
#include <deque>
#include <mutex>

struct Frame {
  int width;
};

class FramePool {
 public:
  FramePool() {
    for (Frame& frame : frames_) free_.push_back(&frame);
  }
  Frame* acquire() {
    std::scoped_lock lock(mutex_);
    if (free_.empty()) return nullptr;
    Frame* frame = free_.front();
    free_.pop_front();
    return frame;
  }
  void release(Frame* frame) {
    std::scoped_lock lock(mutex_);
    free_.push_back(frame);
  }

 private:
  std::array<Frame, 8> frames_;
  std::deque<Frame*> free_;
  std::mutex mutex_;
};

void use(FramePool& pool) {  // pool: pool; pooled=Frame guard=lock
  Frame* frame = pool.acquire();  // get: pool
  if (frame == nullptr) return;
  frame->width = 1;
  pool.release(frame);  // put: pool
}
