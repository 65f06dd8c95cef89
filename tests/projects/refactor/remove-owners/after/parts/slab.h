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
  PacketSlab(std::size_t size, std::size_t /*limit*/) : size_(size) {}

  PacketPtr take_packet() {
    return make_packet(size_);
  }

  void keep_packet(PacketPtr& packet) {
    packet.reset();
  }

 private:
  std::size_t size_;
};
