/* Ways back to a pool of which one leaves out what the others do, in C. */
#include "c_pools.h"

struct visitor {
  struct visitor* next;
  int user;
  int key;
};
C_POOL(visitor);
static void visitor_unlink(struct visitor* object) {
  sink(object->key);
  object->key = -1;
}
void visitor_sent(struct visitor* object) {
  visitor_unlink(object);
  visitor_put(visitor_pool, object);
}
void visitor_refused(struct visitor* object) {
  visitor_unlink(object);
  visitor_put(visitor_pool, object);
}
void visitor_expired(struct visitor* object) {
  visitor_unlink(object);
  visitor_put(visitor_pool, object);
}
void visitor_failed(struct visitor* object) {
  sink(object->user);
  visitor_put(visitor_pool, object); /* warn: without a step that the other 3 places take */
}

struct query {
  struct query* next;
  int user;
  int key;
};
C_POOL(query);
static void query_unlink(struct query* object) {
  sink(object->key);
  object->key = -1;
}
void query_sent(struct query* object) {
  query_unlink(object);
  query_put(query_pool, object);
}
void query_refused(struct query* object) {
  query_unlink(object);
  query_put(query_pool, object);
}
void query_expired(struct query* object) {
  query_unlink(object);
  query_put(query_pool, object);
}
void query_failed(struct query* object) {
  PUT(query, object); /* warn: without a step that the other 3 places take */
}

struct job {
  struct job* next;
  int user;
  int key;
};
C_POOL(job);
static void job_unlink(struct job* object) {
  sink(object->key);
  object->key = -1;
}
void job_sent(struct job* object) {
  job_unlink(object);
  job_put(job_pool, object);
}
void job_refused(struct job* object) {
  job_unlink(object);
  job_put(job_pool, object);
}
void job_expired(struct job* object) {
  job_unlink(object);
  job_put(job_pool, object);
}
void job_closed(struct job* object) {
  job_unlink(object);
  job_put(job_pool, object);
}
void job_failed(struct job* object) {
  if (object->user) sink(1);
  job_put(job_pool, object); /* warn: without a step that the other 4 places take */
}

struct peer {
  struct peer* next;
  int user;
  int key;
};
C_POOL(peer);
void peer_sent(struct peer* object) {
  object->next = 0;
  peer_put(peer_pool, object);
}
void peer_refused(struct peer* object) {
  object->next = 0;
  peer_put(peer_pool, object);
}
void peer_expired(struct peer* object) {
  object->next = 0;
  peer_put(peer_pool, object);
}
void peer_failed(struct peer* object) {
  peer_put(peer_pool, object); /* warn: without a step that the other 3 places take */
}

struct mail {
  struct mail* next;
  int user;
  int key;
};
C_POOL(mail);
static void mail_reset(struct mail* object) {
  object->user = 0;
}
void mail_sent(struct mail* object) {
  mail_reset(object);
  mail_put(mail_pool, object);
}
void mail_refused(struct mail* object) {
  mail_reset(object);
  mail_put(mail_pool, object);
}
void mail_expired(struct mail* object) {
  mail_reset(object);
  mail_put(mail_pool, object);
}
void mail_failed(struct mail* object) {
  mail_put(mail_pool, object); /* warn: without a step that the other 3 places take */
}

struct frame {
  struct frame* next;
  int user;
  int key;
};
C_POOL(frame);
static void frame_unlink(struct frame* object) {
  sink(object->key);
  object->key = -1;
}
int frame_end(struct frame* object, int how) {
  if (how == 1) {
    frame_unlink(object);
    frame_put(frame_pool, object);
    return 1;
  }
  if (how == 2) {
    frame_unlink(object);
    frame_put(frame_pool, object);
    return 2;
  }
  if (how == 3) {
    frame_unlink(object);
    frame_put(frame_pool, object);
    return 3;
  }
  frame_put(frame_pool, object); /* warn: without a step that the other 3 places take */
  return 0;
}

struct window {
  struct window* next;
  int user;
  int key;
};
C_POOL(window);
static void window_unlink(struct window* object) {
  sink(object->key);
  object->key = -1;
}
void window_sent(struct window* object) {
  window_unlink(object);
  window_put(window_pool, object);
}
void window_refused(struct window* object) {
  window_unlink(object);
  window_put(window_pool, object);
}
void window_expired(struct window* object) {
  window_unlink(object);
  window_put(window_pool, object);
}
void window_kind(struct window* object, int kind) {
  switch (kind) {
    case 2:
      window_put(window_pool, object); /* warn: without a step that the other 3 places take */
      break;
    default:
      sink(kind);
  }
}

struct ticket {
  struct ticket* next;
  int user;
  int key;
};
C_POOL(ticket);
static void ticket_release_key(struct ticket* object) {
  object->key = 0;
}
void ticket_sent(struct ticket* object) {
  ticket_release_key(object);
  ticket_put(ticket_pool, object);
}
void ticket_refused(struct ticket* object) {
  ticket_release_key(object);
  ticket_put(ticket_pool, object);
}
void ticket_expired(struct ticket* object) {
  ticket_release_key(object);
  ticket_put(ticket_pool, object);
}
void ticket_failed(struct ticket* object) {
  sink(2);
  ticket_put(ticket_pool, object); /* warn: without a step that the other 3 places take */
}

struct entry {
  struct entry* next;
  int user;
  int key;
};
C_POOL(entry);
static void entry_unlink(struct entry* object) {
  sink(object->key);
  object->key = -1;
}
void entry_sent(struct entry* object) {
  entry_unlink(object);
  PUT(entry, object);
}
void entry_refused(struct entry* object) {
  entry_unlink(object);
  PUT(entry, object);
}
void entry_expired(struct entry* object) {
  entry_unlink(object);
  PUT(entry, object);
}
void entry_failed(struct entry* object) {
  PUT(entry, object); /* warn: without a step that the other 3 places take */
}

struct packet {
  struct packet* next;
  int user;
  int key;
};
C_POOL(packet);
static void packet_unlink(struct packet* object) {
  sink(object->key);
  object->key = -1;
}
void packet_sent(struct packet* object) {
  sink(object->user);
  packet_unlink(object);
  packet_put(packet_pool, object);
}
void packet_refused(struct packet* object) {
  sink(object->user);
  packet_unlink(object);
  packet_put(packet_pool, object);
}
void packet_expired(struct packet* object) {
  sink(object->user);
  packet_unlink(object);
  packet_put(packet_pool, object);
}
void packet_list(struct packet* list) {
  while (list) {
    struct packet* next = list->next;
    packet_put(packet_pool, list); /* misses: without a step that the other 3 places take */
    list = next;
  }
}

struct row {
  struct row* next;
  int user;
  int key;
};
C_POOL(row);
static void row_unlink(struct row* object) {
  sink(object->key);
  object->key = -1;
}
void row_sent(struct row* object) {
  row_unlink(object);
  row_put(row_pool, object);
}
void row_refused(struct row* object) {
  row_unlink(object);
  row_put(row_pool, object);
}
void row_expired(struct row* object) {
  row_unlink(object);
  row_put(row_pool, object);
}
void row_taken_here(int user) {
  struct row* object = row_get(row_pool);
  object->user = user;
  row_put(row_pool, object); /* warn: without a step that the other 3 places take */
}

struct link {
  struct link* next;
  int user;
};
C_POOL(link);
static void link_close(struct link* object) {
  sink(object->user);
}
void link_sent(struct link* object) {
  link_close(object);
  link_put(link_pool, object);
}
void link_refused(struct link* object) {
  link_close(object);
  link_put(link_pool, object);
}
void link_expired(struct link* object) {
  link_close(object);
  link_put(link_pool, object);
}
int link_failed(struct link* object, int code) {
  if (code) goto out;
  sink(object->user);
out:
  link_put(link_pool, object); /* warn: without a step that the other 3 places take */
  return code;
}

/* ---- clean ---- */

struct clean_all {
  struct clean_all* next;
  int user;
  int key;
};
C_POOL(clean_all);
static void clean_all_unlink(struct clean_all* object) {
  sink(object->key);
  object->key = -1;
}
void clean_all_sent(struct clean_all* object) {
  clean_all_unlink(object);
  clean_all_put(clean_all_pool, object);
}
void clean_all_refused(struct clean_all* object) {
  clean_all_unlink(object);
  clean_all_put(clean_all_pool, object);
}
void clean_all_expired(struct clean_all* object) {
  clean_all_unlink(object);
  clean_all_put(clean_all_pool, object);
}
void clean_all_closed(struct clean_all* object) {
  clean_all_unlink(object);
  clean_all_put(clean_all_pool, object);
}

struct clean_two {
  struct clean_two* next;
  int user;
  int key;
};
C_POOL(clean_two);
static void clean_two_unlink(struct clean_two* object) {
  sink(object->key);
  object->key = -1;
}
void clean_two_sent(struct clean_two* object) {
  clean_two_unlink(object);
  clean_two_put(clean_two_pool, object);
}
void clean_two_refused(struct clean_two* object) {
  clean_two_unlink(object);
  clean_two_put(clean_two_pool, object);
}
void clean_two_expired(struct clean_two* object) {
  clean_two_put(clean_two_pool, object);
}

struct clean_half {
  struct clean_half* next;
  int user;
  int key;
};
C_POOL(clean_half);
static void clean_half_unlink(struct clean_half* object) {
  sink(object->key);
  object->key = -1;
}
void clean_half_sent(struct clean_half* object) {
  clean_half_unlink(object);
  clean_half_put(clean_half_pool, object);
}
void clean_half_refused(struct clean_half* object) {
  clean_half_unlink(object);
  clean_half_put(clean_half_pool, object);
}
void clean_half_expired(struct clean_half* object) {
  clean_half_put(clean_half_pool, object);
}
void clean_half_closed(struct clean_half* object) {
  clean_half_put(clean_half_pool, object);
}

struct clean_none {
  struct clean_none* next;
  int user;
  int key;
};
C_POOL(clean_none);
static void clean_none_unlink(struct clean_none* object) {
  sink(object->key);
  object->key = -1;
}
void clean_none_sent(struct clean_none* object) {
  clean_none_put(clean_none_pool, object);
}
void clean_none_refused(struct clean_none* object) {
  clean_none_put(clean_none_pool, object);
}
void clean_none_expired(struct clean_none* object) {
  clean_none_put(clean_none_pool, object);
}
void clean_none_closed(struct clean_none* object) {
  clean_none_put(clean_none_pool, object);
}

struct clean_by_state {
  struct clean_by_state* next;
  int user;
  int key;
};
C_POOL(clean_by_state);
static void clean_by_state_unlink(struct clean_by_state* object) {
  sink(object->key);
  object->key = -1;
}
void clean_by_state_sent(struct clean_by_state* object) {
  clean_by_state_unlink(object);
  clean_by_state_put(clean_by_state_pool, object);
}
void clean_by_state_refused(struct clean_by_state* object) {
  clean_by_state_unlink(object);
  clean_by_state_put(clean_by_state_pool, object);
}
void clean_by_state_expired(struct clean_by_state* object) {
  clean_by_state_unlink(object);
  clean_by_state_put(clean_by_state_pool, object);
}
void clean_by_state_never_linked(struct clean_by_state* object) {
  if (object->key < 0) clean_by_state_put(clean_by_state_pool, object);
}

struct clean_unused {
  struct clean_unused* next;
  int user;
  int key;
};
C_POOL(clean_unused);
static void clean_unused_unlink(struct clean_unused* object) {
  sink(object->key);
  object->key = -1;
}
void clean_unused_sent(struct clean_unused* object) {
  clean_unused_unlink(object);
  clean_unused_put(clean_unused_pool, object);
}
void clean_unused_refused(struct clean_unused* object) {
  clean_unused_unlink(object);
  clean_unused_put(clean_unused_pool, object);
}
void clean_unused_expired(struct clean_unused* object) {
  clean_unused_unlink(object);
  clean_unused_put(clean_unused_pool, object);
}
void clean_unused_unused(void) {
  struct clean_unused* object = clean_unused_get(clean_unused_pool);
  clean_unused_put(clean_unused_pool, object);
}

struct clean_on_another_path {
  struct clean_on_another_path* next;
  int user;
  int key;
};
C_POOL(clean_on_another_path);
static void clean_on_another_path_unlink(struct clean_on_another_path* object) {
  sink(object->key);
  object->key = -1;
}
void clean_on_another_path_sent(struct clean_on_another_path* object) {
  clean_on_another_path_unlink(object);
  clean_on_another_path_put(clean_on_another_path_pool, object);
}
void clean_on_another_path_refused(struct clean_on_another_path* object) {
  clean_on_another_path_unlink(object);
  clean_on_another_path_put(clean_on_another_path_pool, object);
}
void clean_on_another_path_expired(struct clean_on_another_path* object) {
  clean_on_another_path_unlink(object);
  clean_on_another_path_put(clean_on_another_path_pool, object);
}
void clean_on_another_path_both(struct clean_on_another_path* object) {
  if (object->user)
    clean_on_another_path_unlink(object);
  else
    clean_on_another_path_unlink(object);
  clean_on_another_path_put(clean_on_another_path_pool, object);
}

struct clean_by_hand {
  struct clean_by_hand* next;
  int user;
  int key;
};
C_POOL(clean_by_hand);
static void clean_by_hand_unlink(struct clean_by_hand* object) {
  sink(object->key);
  object->key = -1;
}
void clean_by_hand_sent(struct clean_by_hand* object) {
  object->next = 0;
  clean_by_hand_put(clean_by_hand_pool, object);
}
void clean_by_hand_refused(struct clean_by_hand* object) {
  object->next = 0;
  clean_by_hand_put(clean_by_hand_pool, object);
}
void clean_by_hand_expired(struct clean_by_hand* object) {
  object->next = 0;
  clean_by_hand_put(clean_by_hand_pool, object);
}
void clean_by_hand_other(struct clean_by_hand* object) {
  struct clean_by_hand** at = &object->next;
  *at = 0;
  clean_by_hand_put(clean_by_hand_pool, object);
}

struct clean_looked_at {
  struct clean_looked_at* next;
  int user;
  int key;
};
C_POOL(clean_looked_at);
static void clean_looked_at_unlink(struct clean_looked_at* object) {
  sink(object->key);
  object->key = -1;
}
void clean_looked_at_sent(struct clean_looked_at* object) {
  sink(object->user);
  clean_looked_at_put(clean_looked_at_pool, object);
}
void clean_looked_at_refused(struct clean_looked_at* object) {
  sink(object->user);
  clean_looked_at_put(clean_looked_at_pool, object);
}
void clean_looked_at_expired(struct clean_looked_at* object) {
  sink(object->user);
  clean_looked_at_put(clean_looked_at_pool, object);
}
void clean_looked_at_closed(struct clean_looked_at* object) {
  clean_looked_at_put(clean_looked_at_pool, object);
}

struct clean_wrapper {
  struct clean_wrapper* next;
  int user;
  int key;
};
C_POOL(clean_wrapper);
static void clean_wrapper_unlink(struct clean_wrapper* object) {
  sink(object->key);
  object->key = -1;
}
void clean_wrapper_sent(struct clean_wrapper* object) {
  clean_wrapper_unlink(object);
  clean_wrapper_put(clean_wrapper_pool, object);
}
void clean_wrapper_refused(struct clean_wrapper* object) {
  clean_wrapper_unlink(object);
  clean_wrapper_put(clean_wrapper_pool, object);
}
void clean_wrapper_expired(struct clean_wrapper* object) {
  clean_wrapper_unlink(object);
  clean_wrapper_put(clean_wrapper_pool, object);
}
static void clean_wrapper_give(struct clean_wrapper* object) {
  clean_wrapper_unlink(object);
  clean_wrapper_put(clean_wrapper_pool, object);
}
void clean_wrapper_other(struct clean_wrapper* object) {
  clean_wrapper_give(object);
}

struct parcel {
  struct parcel* next;
  int user;
  int key;
};
C_POOL(parcel);
static void parcel_reset(struct parcel* object) {
  memset(object, 0, sizeof *object);
}
void parcel_sent(struct parcel* object) {
  sink(object->user);
  parcel_reset(object);
  parcel_put(parcel_pool, object);
}
void parcel_refused(struct parcel* object) {
  sink(object->user);
  parcel_reset(object);
  parcel_put(parcel_pool, object);
}
void parcel_expired(struct parcel* object) {
  sink(object->user);
  parcel_reset(object);
  parcel_put(parcel_pool, object);
}
void parcel_list(struct parcel* list) {
  while (list) {
    struct parcel* next = list->next;
    parcel_put(parcel_pool, list); /* warn: without a step that the other 3 places take */
    list = next;
  }
}

/* Each of a list is cleaned before. */
struct clean_crate {
  struct clean_crate* next;
  int user;
  int key;
};
C_POOL(clean_crate);
static void crate_reset(struct clean_crate* object) {
  memset(object, 0, sizeof *object);
}
void clean_crate_sent(struct clean_crate* object) {
  sink(object->user);
  crate_reset(object);
  clean_crate_put(clean_crate_pool, object);
}
void clean_crate_refused(struct clean_crate* object) {
  sink(object->user);
  crate_reset(object);
  clean_crate_put(clean_crate_pool, object);
}
void clean_crate_expired(struct clean_crate* object) {
  sink(object->user);
  crate_reset(object);
  clean_crate_put(clean_crate_pool, object);
}
void clean_crate_list(struct clean_crate* list) {
  while (list) {
    struct clean_crate* next = list->next;
    crate_reset(list);
    clean_crate_put(clean_crate_pool, list);
    list = next;
  }
}
