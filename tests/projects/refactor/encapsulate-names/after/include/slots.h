#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

struct Packet {
  std::array<char, 32> data{};
  std::size_t used = 0;
};

class PacketPool {
 public:
  explicit PacketPool(std::size_t limit) : limit_(limit) {}

  // Null when all packets are in use.
  Packet* tryGet() {
    const std::lock_guard<std::mutex> guard(mutex_);
    if (!free_.empty()) {
      Packet* p = free_.back().release();
      free_.pop_back();
      return p;
    }
    if (made_ == limit_) return nullptr;
    ++made_;
    return new Packet;
  }

  void put(Packet* packet) {
    packet->used = 0;
    const std::lock_guard<std::mutex> guard(mutex_);
    free_.push_back(std::unique_ptr<Packet>(packet));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Packet>> free_;
  std::size_t limit_;
  std::size_t made_ = 0;
};

Packet* packetsTryGet();
void packetsPut(Packet* packet);
