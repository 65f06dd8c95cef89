#include "packets.h"

namespace net {

static PacketPool packets;

unsigned long packets_idle() {
  return packets.idle();
}

Packet* packets_take() { return packets.take(); }

void packets_give(Packet* what)
{
  packets.give(what);
}

}  // namespace net
