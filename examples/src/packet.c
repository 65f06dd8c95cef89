/* Shows a pool in C: a static list of free packets and a pair of functions. */
#include "packet.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FREE_PACKETS = 128 };

static struct packet* free_packets;
static int free_count;

struct packet* packet_alloc(void) {
  struct packet* packet = free_packets;
  if (packet == NULL) return malloc(sizeof *packet);
  free_packets = packet->next;
  free_count--;
  return packet;
}

void packet_free(struct packet* packet) {
  if (free_count >= MAX_FREE_PACKETS) {
    free(packet);
    return;
  }
  packet->next = free_packets;
  free_packets = packet;
  free_count++;
}

int packet_send(const char* text) {
  struct packet* packet = packet_alloc();
  int sent;
  if (packet == NULL) return -1;
  packet->length = strlen(text);
  if (packet->length > sizeof packet->bytes) {
    packet_free(packet);
    return 0;
  }
  memcpy(packet->bytes, text, packet->length);
  sent = (int)packet->length;
  packet_free(packet);
  return sent;
}
