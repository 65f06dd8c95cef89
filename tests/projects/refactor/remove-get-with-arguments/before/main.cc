#include <cstdio>

#include "frames.h"

static int draw(FramePool& pool, int n) {
  Frame* frame = pool.acquire_frame(n, 2);
  frame->pixels[0] = static_cast<unsigned char>(n);
  int sum = frame->width * frame->height;
  for (unsigned char each : frame->pixels) sum += each;
  pool.release_frame(frame);
  return sum;
}

int main() {
  FramePool pool(2);
  for (int n = 1; n < 5; ++n) std::printf("%d\n", draw(pool, n));
}
