// Frames of a picture, of one size each.
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

struct Frame {
  std::vector<unsigned char> pixels;
  int width = 0;
  int height = 0;
};

// Keeps frames for the next picture.
class FramePool {
 public:
  explicit FramePool(std::size_t most) : most_(most) {}

  ~FramePool() {
    for (Frame* frame : spare_frames_) delete frame;
  }

  // A frame of that size, black.
  Frame* acquire_frame(int width, int height) {
    Frame* frame = nullptr;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!spare_frames_.empty()) {
        frame = spare_frames_.back();  // the warmest one
        spare_frames_.pop_back();
      }
    }
    if (frame == nullptr) frame = new Frame;
    frame->width = width;
    frame->height = height;
    frame->pixels.assign(static_cast<std::size_t>(width) * height, 0);
    return frame;
  }

  // Takes it back, unless there are enough.
  void release_frame(Frame* frame) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (spare_frames_.size() < most_) {
      spare_frames_.push_back(frame);
    } else {
      delete frame;
    }
  }

  std::size_t idle() const { return spare_frames_.size(); }

 private:
  std::mutex mutex_;
  std::vector<Frame*> spare_frames_;
  const std::size_t most_;
};
