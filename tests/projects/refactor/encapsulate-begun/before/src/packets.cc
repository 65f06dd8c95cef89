#include "packets.h"

namespace net {

PacketPool packets;

Packet* packets_take() { return packets.take(); }

void packets_give(Packet* what)
{
  packets.give(what);
}

}  // namespace net
