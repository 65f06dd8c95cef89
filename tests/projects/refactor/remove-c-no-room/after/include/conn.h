#ifndef CONN_H
#define CONN_H

#include <stddef.h>
#include <stdint.h>

/* One connection. Linked into the free list when it is idle. */
struct conn {
	struct conn *next;
	int fd;
	uint32_t flags;
	char *host;		/* owned */
	char buf[64];
	size_t len;
};

struct conn *conn_get(int fd);
void conn_put(struct conn *c);
unsigned conn_pool_count(void);

#endif /* CONN_H */
