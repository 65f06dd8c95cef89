// Two buffers change places. Nothing is taken away and nothing comes back.
#include <utility>
#include <vector>

struct Frame {
  int width = 0;
};

class FrameCache {
 public:
#ifdef TWIN
  Frame* take_front() {
    Frame* out = std::exchange(front_, nullptr);
    return out != nullptr ? out : new Frame;
  }
  void set_back(Frame* frame) {
    delete front_;
    front_ = frame;
  }
#else
  Frame* take_front() { return front_; }
  void set_back(Frame* frame) {
    delete back_;
    back_ = frame;
  }
#endif
  void flip() { std::swap(front_, back_); }

 private:
  Frame* front_ = nullptr;
  Frame* back_ = nullptr;
};

int use(FrameCache& frames_pool) {         // pool+: frames_pool; pooled=Frame
  frames_pool.flip();
  Frame* frame = frames_pool.take_front();  // get+: frames_pool
  const int width = frame->width;
  frames_pool.set_back(frame);              // put+: frames_pool
  return width;
}
