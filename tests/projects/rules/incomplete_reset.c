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

static void session_reset(struct session* session) { /* warn: leaves 'rights' as the last */
  session->user = 0;
}

void serve(int user, int rights) {
  struct session* session = session_get(session_pool);
  session_reset(session);
  if (user) session->user = user;
  if (rights) session->rights = rights;
  sink(session->rights);
  session_put(session_pool, session);
}

struct clean_record {
  int number;
  char text[16];
};
struct record_pool;
struct clean_record* record_get(struct record_pool* pool);
void record_put(struct record_pool* pool, struct clean_record* record);
extern struct record_pool* record_pool;

static void record_reset(struct clean_record* record) {
  memset(record, 0, sizeof *record);
}

void clean_use(int number) {
  struct clean_record* record = record_get(record_pool);
  record_reset(record);
  if (number) record->number = number;
  sink(record->number + record->text[0]);
  record_put(record_pool, record);
}
