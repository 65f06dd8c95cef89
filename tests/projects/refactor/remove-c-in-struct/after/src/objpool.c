#include <stdlib.h>
#include <string.h>

#include "objpool.h"

int msg_pool_init(struct msg_pool *p, size_t limit)
{
	p->limit = limit;
	return pthread_mutex_init(&p->lock, NULL);
}

void msg_pool_fini(struct msg_pool *p)
{
	pthread_mutex_destroy(&p->lock);
}

struct msg *msg_pool_get(struct msg_pool *p, int type)
{
	struct msg *m = NULL;

	pthread_mutex_lock(&p->lock);
	pthread_mutex_unlock(&p->lock);

	m = malloc(sizeof(*m));
	if (m) {
		memset(m, 0, sizeof(*m));
		m->type = type;
	}
	return m;
}

void msg_pool_put(struct msg_pool *p, struct msg *m)
{
	pthread_mutex_lock(&p->lock);
	pthread_mutex_unlock(&p->lock);
	free(m);
}
