#include "mail/packet.h"

void* malloc(unsigned long size);

static struct packet* free_packets;

struct packet* packet_alloc(void) {
  struct packet* packet = free_packets;
  if (!packet) return malloc(sizeof *packet);
  free_packets = packet->next;
  return packet;
}

void packet_free(struct packet* packet) {
  packet->next = free_packets;
  free_packets = packet;
}
