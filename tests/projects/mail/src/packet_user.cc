#include "mail/packet.h"

int use_packet() {
  packet* one = packet_alloc();
  const int length = one->length;
  packet_free(one);
  return length;
}
