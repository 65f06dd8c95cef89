#ifndef OBJPOOL_H
#define OBJPOOL_H

#include <pthread.h>
#include <stddef.h>

struct msg {
	struct msg *next;
	int type;
	char body[40];
};

struct msg_pool {
	pthread_mutex_t lock;
	struct msg *head;
	size_t idle;
	size_t limit;
};

int msg_pool_init(struct msg_pool *p, size_t limit);
void msg_pool_fini(struct msg_pool *p);
struct msg *msg_pool_get(struct msg_pool *p, int type);
void msg_pool_put(struct msg_pool *p, struct msg *m);

#endif
