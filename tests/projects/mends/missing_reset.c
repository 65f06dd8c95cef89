/* The same in C: the reset is a function, and declarations stay ahead of statements. */
#include "../rules/pool.h"

struct session {
  struct session* next;
  int user;
  int rights;
};
struct session_pool;
struct session* session_get(struct session_pool* pool);
void session_put(struct session_pool* pool, struct session* session);
static struct session_pool* session_pool;
int sink(int value);

void too_early(void) {
  struct session* session = session_get(session_pool); /* no mend */
  sink(session->rights);
  session_put(session_pool, session);
}

static void session_reset(struct session* session) {
  session->user = 0;
  session->rights = 0;
}

void serve(int rights) {
  struct session* session = session_get(session_pool);
  session_reset(session);
  if (rights) session->rights = rights;
  sink(session->rights);
  session_put(session_pool, session);
}

void forgets(void) {
  struct session* session = session_get(session_pool); /* mend: session_reset(session); */
  sink(session->rights);
  session_put(session_pool, session);
}

void declares_more(int more) {
  struct session* session = session_get(session_pool); /* no mend */
  int other = more;
  sink(session->rights + other);
  session_put(session_pool, session);
}
