#include "packets.h"

#include <stdlib.h>

struct packet_pool packets;

struct packet *pool_alloc(struct packet_pool *pool)
{
	struct packet *out = pool->free;

	if (out) {
		pool->free = out->next;
		return out;
	}
	return calloc(1, sizeof(*out));
}

void pool_free(struct packet_pool *pool, struct packet *object)
{
	object->length = 0;
	object->next = pool->free;
	pool->free = object;
}

void pool_drain(struct packet_pool *pool)
{
	while (pool->free) {
		struct packet *next = pool->free->next;

		free(pool->free);
		pool->free = next;
	}
}
