// The frames between master and worker, over a stream socket between two runs of one binary: byte
// order is the machine's.
//
//   offset 0  u32  kind (FrameKind): also tells a frame from stray output
//          4  u32  length of the payload in bytes
//          8  u64  sequence: 0 in `hello`, else that of the request, from 1
//         16       payload
//
//   worker -> master   hello once, then one reply (or out_of_memory, then the end) per request
//   master -> worker   request, one at a time; closing the socket asks the worker to leave
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pool_audit::workers {

enum class FrameKind : uint32_t {
  hello = 0x31574150,          // "PAW1"
  request = 0x51574150,        // "PAWQ"
  reply = 0x52574150,          // "PAWR"
  out_of_memory = 0x4d574150,  // "PAWM"
};

inline constexpr size_t kFrameHeaderBytes = 16;
using FrameHeader = std::array<char, kFrameHeaderBytes>;

struct Frame {
  FrameKind kind = FrameKind::hello;
  uint64_t sequence = 0;
  std::string payload;
};

[[nodiscard]] FrameHeader encode_frame_header(FrameKind kind, uint32_t length, uint64_t sequence);

// Takes a byte stream apart. Memory grows with the bytes that came, not with the length announced.
class FrameReader {
 public:
  explicit FrameReader(size_t payload_limit) : limit_(payload_limit) {}

  enum class State {
    partial,  // more bytes are needed
    frame,    // `frame` holds the next one; call again
    broken,   // not a frame; problem() says why, and it stays broken
  };

  void feed(std::string_view bytes) { buffer_.append(bytes); }
  [[nodiscard]] State next(Frame& frame);
  // Bytes that are not yet part of a whole frame.
  [[nodiscard]] size_t pending() const { return buffer_.size(); }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  size_t limit_;
  std::string buffer_;
  std::string problem_;
};

}  // namespace pool_audit::workers
