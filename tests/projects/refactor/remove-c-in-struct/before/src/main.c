#include <stdio.h>
#include <string.h>

#include "objpool.h"

struct server {
	struct msg_pool pool;
	int handled;
};

static int handle(struct server *s, const char *text)
{
	struct msg *m = msg_pool_get(&s->pool, 2);

	if (!m)
		return -1;
	strncpy(m->body, text, sizeof(m->body) - 1);
	printf("%d %s\n", m->type, m->body);
	s->handled++;
	msg_pool_put(&s->pool, m);
	return s->handled;
}

int main(void)
{
	struct server s = { .handled = 0 };

	if (msg_pool_init(&s.pool, 2))
		return 1;
	handle(&s, "one");
	printf("%d\n", handle(&s, "two"));
	msg_pool_fini(&s.pool);
	return 0;
}
