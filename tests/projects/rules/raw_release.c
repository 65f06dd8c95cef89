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

static void session_release(struct session* session) {
  memset(session, 0, sizeof *session);
  session_put(session_pool, session);
}

void close_one(struct session* session) {
  session_release(session);
}

void close_other(struct session* session) {
  sink(session->user);
  session_release(session);
}

void close_late(struct session* session) {
  session_put(session_pool, session); /* warn: directly; the other 2 places use */
}

struct record {
  int number;
};
struct record_pool;
struct record* record_get(struct record_pool* pool);
void record_put(struct record_pool* pool, struct record* record);
extern struct record_pool* record_pool;

static void record_release(struct record* record) {
  record->number = 0;
  record_put(record_pool, record);
}

void clean_records(struct record* a, struct record* b) {
  record_release(a);
  record_release(b);
}
