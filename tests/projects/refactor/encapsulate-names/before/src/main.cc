#include "slots.h"

#include <cstdio>
#include <cstring>
#include <stdexcept>

static bool send(const char* text) {
  Packet* packet = packets.tryGet();
  if (packet == nullptr) return false;
  std::strcpy(packet->data.data(), text);
  packet->used = std::strlen(text);
  std::printf("sent %zu\n", packet->used);
  packets.put(packet);
  return true;
}

static bool forward(const char* text) {
  Packet* packet = packets.tryGet();
  packet->used = std::strlen(text);
  const bool ok = packet->used < packet->data.size();
  packets.put(packet);
  return ok;
}

static std::optional<int> measure(const char* text) {
  auto* packet = packets.tryGet();
  packet->used = std::strlen(text);
  int n = static_cast<int>(packet->used);
  packets.put(packet);
  return n;
}

static std::string describe(int n) {
  Packet* p = packets.tryGet();
  p->used = static_cast<std::size_t>(n);
  std::string out = "packet of " + std::to_string(p->used);
  packets.put(p);
  return out;
}

static void twoAtOnce() {
  Packet* a = packets.tryGet();
  Packet* b = packets.tryGet();
  a->used = 1;
  b->used = 2;
  std::printf("%zu %zu\n", a->used, b->used);
  packets.put(a);
  packets.put(b);
}

class Sender {
 public:
  Sender() : packet_(packets.tryGet()) { packet_->used = 3; }
  ~Sender() { packets.put(packet_); }
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
