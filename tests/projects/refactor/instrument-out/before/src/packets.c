#include <errno.h>
#include <stdlib.h>

struct packet {
  struct packet *next;
  int length;
  char bytes[256];
};

static struct packet *free_packets;

static int packet_get(struct packet **out) {
  struct packet *p = free_packets;
  if (p) {
    free_packets = p->next;
    *out = p;
    return 0;
  }
  p = calloc(1, sizeof *p);
  if (!p) return -ENOMEM;
  *out = p;
  return 0;
}

static void packet_put(struct packet *p) {
  p->next = free_packets;
  free_packets = p;
}

struct header {
  struct header *next;
  char bytes[32];
};

static struct header *free_headers;

/* The object may be a null pointer, and one line ends both. */
static int header_get(struct header **out) {
  struct header *h = free_headers;
  *out = NULL;
  if (h) {
    free_headers = h->next;
    *out = h;
    return 0;
  }
  *out = malloc(sizeof *h);
  return *out ? 0 : -ENOMEM;
}

static void header_put(struct header *h) {
  h->next = free_headers;
  free_headers = h;
}

int packets_used(void) {
  int sum = 0;
  for (int i = 0; i < 3; i++) {
    struct packet *p;
    struct header *h;
    if (packet_get(&p) != 0) return -1;
    if (header_get(&h) != 0) return -1;
    h->bytes[0] = 'h';
    p->length++;
    sum += p->length + h->bytes[0];
    header_put(h);
    packet_put(p);
  }
  return sum;
}
