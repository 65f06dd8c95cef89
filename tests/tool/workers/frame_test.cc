#include "tool/workers/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::workers {
namespace {

std::string whole(FrameKind kind, uint64_t sequence, const std::string& payload) {
  const FrameHeader header =
      encode_frame_header(kind, static_cast<uint32_t>(payload.size()), sequence);
  return std::string(header.data(), header.size()) + payload;
}

TEST(FrameReader, TakesAStreamApartWhereverItIsCut) {
  const std::string stream = whole(FrameKind::hello, 0, "") +
                             whole(FrameKind::reply, 7, std::string("a\0b", 3)) +
                             whole(FrameKind::request, 1ULL << 60, "xyz");
  for (size_t cut = 0; cut <= stream.size(); ++cut) {
    FrameReader reader(100);
    std::vector<Frame> frames;
    const auto drain = [&] {
      Frame frame;
      while (reader.next(frame) == FrameReader::State::frame) frames.push_back(frame);
    };
    reader.feed(std::string_view(stream).substr(0, cut));
    drain();
    reader.feed(std::string_view(stream).substr(cut));
    drain();
    ASSERT_EQ(frames.size(), 3U) << cut;
    EXPECT_EQ(frames[0].kind, FrameKind::hello);
    EXPECT_EQ(frames[1].sequence, 7U);
    EXPECT_EQ(frames[1].payload, std::string("a\0b", 3));
    EXPECT_EQ(frames[2].sequence, 1ULL << 60);
    EXPECT_EQ(frames[2].payload, "xyz");
    EXPECT_EQ(reader.pending(), 0U);
  }
}

TEST(FrameReader, StaysBroken) {
  FrameReader reader(100);
  Frame frame;
  reader.feed("Usage: frobnicate [OPTION]");
  EXPECT_EQ(reader.next(frame), FrameReader::State::broken);
  reader.feed(whole(FrameKind::reply, 1, "fine"));
  EXPECT_EQ(reader.next(frame), FrameReader::State::broken);
  EXPECT_THAT(reader.problem(), ::testing::HasSubstr("no frame"));
}

TEST(FrameReader, RefusesAnAnnouncedLengthAboveTheLimit) {
  FrameReader reader(100);
  Frame frame;
  const FrameHeader header = encode_frame_header(FrameKind::reply, 101, 1);
  reader.feed({header.data(), header.size()});
  EXPECT_EQ(reader.next(frame), FrameReader::State::broken);
  EXPECT_EQ(reader.problem(), "a frame of 101 bytes where at most 100 are accepted");
}

}  // namespace
}  // namespace pool_audit::workers
