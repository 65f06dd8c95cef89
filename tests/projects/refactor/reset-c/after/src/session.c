#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct session {
	struct session *next;
	int user;
	int rights;
	char path[16];
	const char *origin;
};

typedef struct session_pool {
	struct session *spare;
} session_pool;

static session_pool sessions;

static struct session *session_get(session_pool *pool)
{
	struct session *s;

	if (pool->spare == NULL)
		return calloc(1, sizeof(struct session));
	s = pool->spare;
	pool->spare = s->next;
	return s;
}

static void session_put(session_pool *pool, struct session *s)
{
	s->next = pool->spare;
	pool->spare = s;
}

/* Between two users. */
static void session_reset(struct session *s)
{
	s->user = 0;	/* nobody */
	/* the rest */
	s->rights = 0;
	memset(s->path, 0, sizeof s->path);
	s->origin = NULL;
}

static int serve(int user, int rights)
{
	struct session *s = session_get(&sessions);
	int out;

	session_reset(s);
	s->user = user;
	if (rights) {
		s->rights = rights;
		s->path[0] = '/';
		s->origin = "root";
	}
	out = s->user + s->rights + s->path[0] + (s->origin != NULL);
	if (user > 2)
		out = s->user;
	session_put(&sessions, s);
	return out;
}

int main(void)
{
	printf("%d %d %d\n", serve(1, 2), serve(3, 0), serve(4, 0));
	while (sessions.spare) {
		struct session *s = sessions.spare;
		sessions.spare = s->next;
		free(s);
	}
	return 0;
}
