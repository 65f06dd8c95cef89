/* Packets, for C and C++. */
#ifndef MAIL_PACKET_H
#define MAIL_PACKET_H

#ifdef __cplusplus
extern "C" {
#endif

struct packet {
  struct packet* next;
  int length;
};

struct packet* packet_alloc(void);
void packet_free(struct packet* packet);

#ifdef __cplusplus
}
#endif

#endif
