#include "pool.h"

struct session {
  struct session* next;
  int user;
};
struct session_pool;
struct session* session_get(struct session_pool* pool);
void session_put(struct session_pool* pool, struct session* session);
extern struct session_pool* session_pool;
int sink(int value);

static void session_unlink(struct session* session) {
  sink(session->user);
  session->user = -1;
}

void on_close(struct session* session) {
  session_unlink(session);
  session_put(session_pool, session);
}

void on_error(struct session* session) {
  session_unlink(session);
  session_put(session_pool, session);
}

void on_timeout(struct session* session, int late) {
  session_unlink(session);
  sink(late);
  session_put(session_pool, session);
}

void on_reset(struct session* session) {
  sink(session->user);
  session_put(session_pool, session); /* warn: without a step that the other 3 places take */
}

struct record {
  int number;
};
struct record_pool;
struct record* record_get(struct record_pool* pool);
void record_put(struct record_pool* pool, struct record* record);
extern struct record_pool* record_pool;

void clean_one(struct record* record) {
  record->number = 0;
  record_put(record_pool, record);
}

void clean_other(struct record* record) {
  record_put(record_pool, record);
}
