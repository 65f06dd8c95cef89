#include "conn.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SPARE 16

static pthread_mutex_t conn_lock = PTHREAD_MUTEX_INITIALIZER;
static struct conn *conn_free_list;	/* idle ones */
static unsigned conn_spare;

/* Takes one from the list, or makes one. NULL when there is no memory. */
struct conn *conn_get(int fd)
{
	struct conn *c;

	pthread_mutex_lock(&conn_lock);
	c = conn_free_list;
	if (c) {
		conn_free_list = c->next;
		conn_spare--;
	}
	pthread_mutex_unlock(&conn_lock);

	if (!c) {
		c = calloc(1, sizeof(*c));
		if (!c)
			return NULL;
	}
	c->next = NULL;
	c->fd = fd;
	c->flags = 0;
	c->len = 0;
	return c;
}

void conn_put(struct conn *c)
{
	if (!c)
		return;
	free(c->host);
	c->host = NULL;
	pthread_mutex_lock(&conn_lock);
	if (conn_spare < MAX_SPARE) {
		c->next = conn_free_list;
		conn_free_list = c;
		conn_spare++;
		c = NULL;
	}
	pthread_mutex_unlock(&conn_lock);
	free(c);
}

void conn_pool_drain(void)
{
	struct conn *c;

	pthread_mutex_lock(&conn_lock);
	while ((c = conn_free_list) != NULL) {
		conn_free_list = c->next;
		free(c);
	}
	conn_spare = 0;
	pthread_mutex_unlock(&conn_lock);
}

unsigned conn_pool_count(void)
{
	return conn_spare;
}
