#include "pool.h"

struct session {
  struct session* next;
  int user;
  int rights;
};
struct session_pool;
struct session* session_get(struct session_pool* pool);
void session_put(struct session_pool* pool, struct session* session);
extern struct session_pool* session_pool;
int sink(int value);

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
  struct session* session = session_get(session_pool); /* warn: 'rights' is read before */
  sink(session->rights);
  session_put(session_pool, session);
}

struct record {
  int number;
};
struct record_pool;
struct record* record_get(struct record_pool* pool);
void record_put(struct record_pool* pool, struct record* record);
extern struct record_pool* record_pool;

void clean_filled(int number) {
  struct record* record = record_get(record_pool);
  memset(record, 0, sizeof *record);
  sink(record->number);
  record->number = number;
  record_put(record_pool, record);
}
