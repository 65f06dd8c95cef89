#include "slots.h"

static PacketPool packets(2);

Packet* packetsTryGet() {
  return packets.tryGet();
}

void packetsPut(Packet* packet) {
  packets.put(packet);
}
