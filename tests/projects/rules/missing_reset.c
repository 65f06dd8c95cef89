/* Objects that are used with what their last user left in them, in C. */
#include "c_pools.h"

struct visitor {
  int user;
  int rights;
};
C_POOL(visitor);
static void visitor_reset(struct visitor* object) {
  object->user = 0;
  object->rights = 0;
}
void visitor_tidy(int value) {
  struct visitor* object = visitor_get(visitor_pool);
  visitor_reset(object);
  if (value) object->rights = value;
  sink(object->rights);
  visitor_put(visitor_pool, object);
}
void visitor_forgets(void) {
  struct visitor* object = visitor_get(visitor_pool); /* warn: 'rights' is read before */
  sink(object->rights);
  visitor_put(visitor_pool, object);
}

struct query {
  int rows;
  int cost;
};
C_POOL(query);
static void query_reset(struct query* object) {
  object->rows = 0;
  object->cost = 0;
}
void query_tidy(int value) {
  struct query* object = query_get(query_pool);
  query_reset(object);
  if (value) object->cost = value;
  sink(object->cost);
  query_put(query_pool, object);
}
void query_by_macro(void) {
  struct query* object = GET(query); /* warn: 'cost' is read before */
  sink(object->cost);
  PUT(query, object);
}

struct job {
  int owner;
};
C_POOL(job);
static void job_reset(struct job* object) {
  object->owner = 0;
}
void job_tidy(int value) {
  struct job* object = job_get(job_pool);
  job_reset(object);
  if (value) object->owner = value;
  sink(object->owner);
  job_put(job_pool, object);
}
static void job_run(const struct job* object) {
  sink(object->owner);
}
void job_in_a_callee(void) {
  struct job* object = job_get(job_pool); /* warn: 'owner' is read before */
  job_run(object);
  job_put(job_pool, object);
}

struct peer {
  int port;
};
C_POOL(peer);
static void peer_reset(struct peer* object) {
  object->port = 0;
}
void peer_tidy(int value) {
  struct peer* object = peer_get(peer_pool);
  peer_reset(object);
  if (value) object->port = value;
  sink(object->port);
  peer_put(peer_pool, object);
}
void peer_on_one_path(int port) {
  struct peer* object = peer_get(peer_pool); /* warn: 'port' is read before */
  if (object->port > 3) sink(1);
  object->port = port;
  sink(object->port);
  peer_put(peer_pool, object);
}

struct mail {
  int size;
};
C_POOL(mail);
static void mail_reset(struct mail* object) {
  object->size = 0;
}
void mail_tidy(int value) {
  struct mail* object = mail_get(mail_pool);
  mail_reset(object);
  if (value) object->size = value;
  sink(object->size);
  mail_put(mail_pool, object);
}
void mail_adds(int more) {
  struct mail* object = mail_get(mail_pool); /* warn: 'size' is read before */
  if (more > object->size) sink(more);
  mail_put(mail_pool, object);
}

struct entry {
  int key;
  int value;
};
C_POOL(entry);
void entry_fill(int key, int value) {
  struct entry* object = entry_get(entry_pool);
  memset(object, 0, sizeof *object);
  object->key = key;
  if (value) object->value = value;
  sink(object->key + object->value);
  entry_put(entry_pool, object);
}
void entry_forgets(void) {
  struct entry* object = entry_get(entry_pool); /* warn: 'value' are read before */
  sink(object->key + object->value);
  entry_put(entry_pool, object);
}

struct packet {
  int length;
};
C_POOL(packet);
static void packet_reset(struct packet* object) {
  object->length = 0;
}
void packet_tidy(int value) {
  struct packet* object = packet_get(packet_pool);
  packet_reset(object);
  if (value) object->length = value;
  sink(object->length);
  packet_put(packet_pool, object);
}
void packet_twice(void) {
  struct packet* object;
  object = packet_get(packet_pool); /* warn: 'length' is read before */
  sink(object->length);
  packet_put(packet_pool, object);
}

struct frame {
  int width;
};
C_POOL(frame);
static void frame_reset(struct frame* object) {
  object->width = 0;
}
void frame_tidy(int value) {
  struct frame* object = frame_get(frame_pool);
  object->width = value;
  sink(object->width);
  frame_reset(object);
  frame_put(frame_pool, object);
}
void frame_untidy(int value) {
  struct frame* object = frame_get(frame_pool);
  object->width = value;
  frame_put(frame_pool, object); /* warn: without the reset that other places give it */
}

struct window {
  int height;
};
C_POOL(window);
static void window_reset(struct window* object) {
  object->height = 0;
}
void window_tidy(int value) {
  struct window* object = window_get(window_pool);
  object->height = value;
  sink(object->height);
  window_reset(object);
  window_put(window_pool, object);
}
void window_in_the_error_branch(int value) {
  struct window* object = window_get(window_pool);
  object->height = value;
  if (value < 0) {
    window_put(window_pool, object); /* warn: without the reset that other places give it */
    return;
  }
  window_reset(object);
  window_put(window_pool, object);
}

struct ticket {
  int number;
};
C_POOL(ticket);
static void ticket_reset(struct ticket* object) {
  object->number = 0;
}
void ticket_tidy(int value) {
  struct ticket* object = ticket_get(ticket_pool);
  object->number = value;
  sink(object->number);
  ticket_reset(object);
  ticket_put(ticket_pool, object);
}
void ticket_by_macro(int value) {
  struct ticket* object = GET(ticket);
  object->number = value;
  PUT(ticket, object); /* warn: without the reset that other places give it */
}

/* ---- clean ---- */

struct clean_behind {
  int user;
};
C_POOL(clean_behind);
static void clean_behind_reset(struct clean_behind* object) {
  object->user = 0;
}
void clean_behind_use(int user) {
  struct clean_behind* object = clean_behind_get(clean_behind_pool);
  clean_behind_reset(object);
  sink(object->user);
  object->user = user;
  clean_behind_put(clean_behind_pool, object);
}

struct clean_before {
  int user;
};
C_POOL(clean_before);
static void clean_before_reset(struct clean_before* object) {
  object->user = 0;
}
void clean_before_use(int user) {
  struct clean_before* object = clean_before_get(clean_before_pool);
  sink(object->user);
  object->user = user;
  clean_before_reset(object);
  clean_before_put(clean_before_pool, object);
}

struct clean_written {
  int user;
};
C_POOL(clean_written);
static void clean_written_reset(struct clean_written* object) {
  object->user = 0;
}
void clean_written_use(int user) {
  struct clean_written* object = clean_written_get(clean_written_pool);
  object->user = user;
  sink(object->user);
  clean_written_put(clean_written_pool, object);
}

struct clean_filled {
  int user;
};
C_POOL(clean_filled);
void clean_filled_use(int user) {
  struct clean_filled* object = clean_filled_get(clean_filled_pool);
  memset(object, 0, sizeof *object);
  sink(object->user);
  object->user = user;
  clean_filled_put(clean_filled_pool, object);
}

struct clean_assigned {
  int user;
};
C_POOL(clean_assigned);
void clean_assigned_use(int user) {
  struct clean_assigned* object = clean_assigned_get(clean_assigned_pool);
  *object = (struct clean_assigned){0};
  sink(object->user);
  object->user = user;
  clean_assigned_put(clean_assigned_pool, object);
}

struct clean_wrapper {
  int user;
};
C_POOL(clean_wrapper);
static void clean_wrapper_reset(struct clean_wrapper* object) {
  object->user = 0;
}
static struct clean_wrapper* clean_wrapper_take(void) {
  struct clean_wrapper* object = clean_wrapper_get(clean_wrapper_pool);
  clean_wrapper_reset(object);
  return object;
}
void clean_wrapper_use(int user) {
  struct clean_wrapper* object = clean_wrapper_take();
  sink(object->user);
  object->user = user;
  clean_wrapper_put(clean_wrapper_pool, object);
}

struct clean_returned {
  int user;
};
C_POOL(clean_returned);
static void clean_returned_reset(struct clean_returned* object) {
  object->user = 0;
}
static void clean_returned_give(struct clean_returned* object) {
  clean_returned_reset(object);
  clean_returned_put(clean_returned_pool, object);
}
void clean_returned_use(int user) {
  struct clean_returned* object = clean_returned_get(clean_returned_pool);
  sink(object->user);
  object->user = user;
  clean_returned_give(object);
}

struct clean_unread {
  int user;
};
C_POOL(clean_unread);
void clean_unread_use(int user) {
  struct clean_unread* object = clean_unread_get(clean_unread_pool);
  object->user = user;
  clean_unread_put(clean_unread_pool, object);
}

struct clean_constant {
  int user;
};
C_POOL(clean_constant);
void clean_constant_use(void) {
  struct clean_constant* object = clean_constant_get(clean_constant_pool);
  sink(object->user);
  clean_constant_put(clean_constant_pool, object);
}

struct clean_by_macro {
  int user;
};
C_POOL(clean_by_macro);
static void clean_by_macro_reset(struct clean_by_macro* object) {
  object->user = 0;
}
void clean_by_macro_use(int user) {
  struct clean_by_macro* object = GET(clean_by_macro);
  clean_by_macro_reset(object);
  sink(object->user);
  object->user = user;
  PUT(clean_by_macro, object);
}

struct clean_taken_away {
  int user;
};
C_POOL(clean_taken_away);
void clean_taken_away_use(int user) {
  struct clean_taken_away* object = clean_taken_away_get(clean_taken_away_pool);
  if (object->user) sink(object->user);
  object->user = user;
  sink(object->user);
  object->user = 0;
  clean_taken_away_put(clean_taken_away_pool, object);
}
