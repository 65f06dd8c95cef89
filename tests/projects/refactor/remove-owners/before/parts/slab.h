#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

struct Packet {
  std::vector<std::uint8_t> bytes;
};
using PacketPtr = std::unique_ptr<Packet>;

inline PacketPtr make_packet(std::size_t size) {
  auto packet = std::make_unique<Packet>();
  packet->bytes.resize(size);
  return packet;
}

// Packets of one size.
class PacketSlab {
 public:
  PacketSlab(std::size_t size, std::size_t limit) : size_(size), limit_(limit) {
    spare_packets_.reserve(limit_);
  }

  PacketPtr take_packet() {
    if (spare_packets_.empty()) return make_packet(size_);
    PacketPtr out = std::move(spare_packets_.back());
    spare_packets_.pop_back();
    return out;
  }

  void keep_packet(PacketPtr& packet) {
    if (spare_packets_.size() < limit_) spare_packets_.push_back(std::move(packet));
  }

  // Once a minute.
  void decay() {
    if (spare_packets_.empty()) return;
    spare_packets_.pop_back();
  }

 private:
  std::size_t size_;
  std::size_t limit_;
  std::vector<PacketPtr> spare_packets_;
};
