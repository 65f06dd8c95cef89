#pragma once
#include <vector>

namespace net {

struct Packet {
  int size = 0;
};

class PacketPool {
 public:
  ~PacketPool() {
    for (Packet* each : free_) delete each;
  }
  Packet* take() {
    if (free_.empty()) return new Packet;
    Packet* out = free_.back();
    free_.pop_back();
    return out;
  }
  void give(Packet* packet) {
    packet->size = 0;
    free_.push_back(packet);
  }
  unsigned long idle() const { return free_.size(); }

 private:
  std::vector<Packet*> free_;
};

extern PacketPool packets;
Packet* packets_take();
void packets_give(Packet* packet);

int send(int size);

}  // namespace net
