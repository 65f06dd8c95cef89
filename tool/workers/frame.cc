#include "tool/workers/frame.h"

#include <cstring>

namespace pool_audit::workers {

FrameHeader encode_frame_header(FrameKind kind, uint32_t length, uint64_t sequence) {
  FrameHeader header{};
  const auto kind_word = static_cast<uint32_t>(kind);
  std::memcpy(header.data(), &kind_word, 4);
  std::memcpy(header.data() + 4, &length, 4);
  std::memcpy(header.data() + 8, &sequence, 8);
  return header;
}

FrameReader::State FrameReader::next(Frame& frame) {
  if (!problem_.empty()) return State::broken;
  if (buffer_.size() < kFrameHeaderBytes) return State::partial;
  uint32_t kind = 0;
  uint32_t length = 0;
  std::memcpy(&kind, buffer_.data(), 4);
  std::memcpy(&length, buffer_.data() + 4, 4);
  std::memcpy(&frame.sequence, buffer_.data() + 8, 8);
  frame.kind = static_cast<FrameKind>(kind);
  if (frame.kind != FrameKind::hello && frame.kind != FrameKind::request &&
      frame.kind != FrameKind::reply && frame.kind != FrameKind::out_of_memory) {
    problem_ = "bytes that are no frame of the worker protocol";
    return State::broken;
  }
  if (length > limit_) {
    problem_ = "a frame of " + std::to_string(length) + " bytes where at most " +
               std::to_string(limit_) + " are accepted";
    return State::broken;
  }
  if (buffer_.size() - kFrameHeaderBytes < length) return State::partial;
  if (buffer_.size() == kFrameHeaderBytes + length) {
    // The usual case: one whole frame. Handed over without a second copy of a large payload.
    buffer_.erase(0, kFrameHeaderBytes);
    frame.payload = std::move(buffer_);
    buffer_.clear();
  } else {
    frame.payload = buffer_.substr(kFrameHeaderBytes, length);
    buffer_.erase(0, kFrameHeaderBytes + length);
  }
  return State::frame;
}

}  // namespace pool_audit::workers
