#include <cstdio>

#include "packets.h"

static int receive(int size) {
  net::Packet* packet = net::packets.take();
  packet->size = size;
  int out = packet->size;
  net::packets.give(packet);
  return out;
}

int main() {
  std::printf("%d %d %lu\n", net::send(1), receive(2), net::packets.idle());
}
