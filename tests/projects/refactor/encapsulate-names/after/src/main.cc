#include "slots.h"

#include <cstdio>
#include <cstring>
#include <stdexcept>

static bool send(const char* text) {
  Packet* packet = packetsTryGet();
  if (packet == nullptr) return false;
  std::strcpy(packet->data.data(), text);
  packet->used = std::strlen(text);
  std::printf("sent %zu\n", packet->used);
  packetsPut(packet);
  return true;
}

static bool forward(const char* text) {
  Packet* packet = packetsTryGet();
  packet->used = std::strlen(text);
  const bool ok = packet->used < packet->data.size();
  packetsPut(packet);
  return ok;
}

static std::optional<int> measure(const char* text) {
  auto* packet = packetsTryGet();
  packet->used = std::strlen(text);
  int n = static_cast<int>(packet->used);
  packetsPut(packet);
  return n;
}

static std::string describe(int n) {
  Packet* p = packetsTryGet();
  p->used = static_cast<std::size_t>(n);
  std::string out = "packet of " + std::to_string(p->used);
  packetsPut(p);
  return out;
}

static void twoAtOnce() {
  Packet* a = packetsTryGet();
  Packet* b = packetsTryGet();
  a->used = 1;
  b->used = 2;
  std::printf("%zu %zu\n", a->used, b->used);
  packetsPut(a);
  packetsPut(b);
}

class Sender {
 public:
  Sender() : packet_(packetsTryGet()) { packet_->used = 3; }
  ~Sender() { packetsPut(packet_); }
  std::size_t used() const { return packet_->used; }

 private:
  Packet* packet_;
};

int main() {
  std::printf("%d %d\n", send("hello"), forward("x"));
  std::printf("%d\n", *measure("four"));
  std::printf("%s\n", describe(5).c_str());
  twoAtOnce();
  Sender sender;
  std::printf("%zu\n", sender.used());
}
