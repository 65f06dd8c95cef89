#ifndef PACKETS_H
#define PACKETS_H

struct packet {
	struct packet *next;
	int length;
	char data[100];
};

/* A list of spares. */
struct packet_pool {
	struct packet *free;
};

extern struct packet_pool packets;	/* one for all */

struct packet *pool_alloc(struct packet_pool *pool);
void pool_free(struct packet_pool *pool, struct packet *object);
void pool_drain(struct packet_pool *pool);

#endif
