/* Packets for the wire, in C. */
#ifndef GATEWAY_PACKET_H
#define GATEWAY_PACKET_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct packet {
  struct packet* next;
  size_t length;
  unsigned char bytes[1500];
};

/* A packet, or NULL when memory is short. */
struct packet* packet_alloc(void);
void packet_free(struct packet* packet);

/* Bytes sent, or -1 when memory is short. */
int packet_send(const char* text);

#ifdef __cplusplus
}
#endif

#endif
