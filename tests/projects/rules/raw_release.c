/* Objects that are put back past the function that all others use, in C. */
#include "c_pools.h"

struct visitor {
  struct visitor* next;
  int user;
};
C_POOL(visitor);
static void visitor_release(struct visitor* object) {
  memset(object, 0, sizeof *object);
  visitor_put(visitor_pool, object);
}
void visitor_user0(struct visitor* object) {
  sink(0);
  visitor_release(object);
}
void visitor_user1(struct visitor* object) {
  sink(1);
  visitor_release(object);
}
void visitor_late(struct visitor* object) {
  visitor_put(visitor_pool, object); /* warn: directly; the other 2 places use */
}

struct query {
  struct query* next;
  int user;
};
C_POOL(query);
static void query_release(struct query* object) {
  memset(object, 0, sizeof *object);
  query_put(query_pool, object);
}
void query_user0(struct query* object) {
  sink(0);
  query_release(object);
}
void query_user1(struct query* object) {
  sink(1);
  query_release(object);
}
void query_late(struct query* object) {
  query_put(query_pool, object); /* warn: directly; the other 2 places use */
}

struct job {
  struct job* next;
  int user;
};
C_POOL(job);
static void job_release(struct job* object) {
  object->next = 0;
  job_put(job_pool, object);
}
void job_user0(struct job* object) {
  sink(0);
  job_release(object);
}
void job_user1(struct job* object) {
  sink(1);
  job_release(object);
}
void job_late(struct job* object) {
  PUT(job, object); /* warn: directly; the other 2 places use */
}

struct peer {
  struct peer* next;
  int user;
};
C_POOL(peer);
static void peer_release(struct peer* object) {
  memset(object, 0, sizeof *object);
  peer_put(peer_pool, object);
}
void peer_user0(struct peer* object) {
  sink(0);
  peer_release(object);
}
void peer_user1(struct peer* object) {
  sink(1);
  peer_release(object);
}
void peer_user2(struct peer* object) {
  sink(2);
  peer_release(object);
}
int peer_error(struct peer* object, int code) {
  if (code) {
    peer_put(peer_pool, object); /* warn: directly; the other 3 places use */
    return -1;
  }
  sink(object->user);
  return 0;
}

struct mail;
static void mail_reset(struct mail* object);
struct mail {
  struct mail* next;
  int user;
};
C_POOL(mail);
static void mail_release(struct mail* object) {
  mail_reset(object);
  mail_put(mail_pool, object);
}
void mail_user0(struct mail* object) {
  sink(0);
  mail_release(object);
}
void mail_user1(struct mail* object) {
  sink(1);
  mail_release(object);
}
static void mail_reset(struct mail* object) {
  object->user = 0;
}
void mail_late(struct mail* object) {
  sink(object->user);
  mail_put(mail_pool, object); /* warn: directly; the other 2 places use */
}

struct frame;
static void frame_unlink(struct frame* object);
struct frame {
  struct frame* next;
  int user;
};
C_POOL(frame);
static void frame_release(struct frame* object) {
  frame_unlink(object);
  frame_put(frame_pool, object);
}
void frame_user0(struct frame* object) {
  sink(0);
  frame_release(object);
}
void frame_user1(struct frame* object) {
  sink(1);
  frame_release(object);
}
static void frame_unlink(struct frame* object) {
  object->next = 0;
}
struct frame_table {
  struct frame* first;
};
void frame_late(struct frame_table* table) {
  frame_put(frame_pool, table->first); /* misses: directly; the other 2 places use */
  table->first = 0;
}

struct window {
  struct window* next;
  int user;
};
C_POOL(window);
static void window_release(struct window* object) {
  memset(object, 0, sizeof *object);
  window_put(window_pool, object);
}
void window_user0(struct window* object) {
  sink(0);
  window_release(object);
}
void window_user1(struct window* object) {
  sink(1);
  window_release(object);
}
void window_taken_here(int user) {
  struct window* object = window_get(window_pool);
  object->user = user;
  sink(object->user);
  window_put(window_pool, object); /* warn: directly; the other 2 places use */
}

struct ticket {
  struct ticket* next;
  int user;
};
C_POOL(ticket);
static void ticket_release(struct ticket* object) {
  memset(object, 0, sizeof *object);
  ticket_put(ticket_pool, object);
}
void ticket_user0(struct ticket* object) {
  sink(0);
  ticket_release(object);
}
void ticket_user1(struct ticket* object) {
  sink(1);
  ticket_release(object);
}
void ticket_behind_a_label(struct ticket* object) {
  if (chance()) goto out;
  sink(object->user);
out:
  ticket_put(ticket_pool, object); /* warn: directly; the other 2 places use */
}

struct entry {
  struct entry* next;
  int user;
};
C_POOL(entry);
static void entry_release(struct entry* object) {
  object->next = 0;
  entry_put(entry_pool, object);
}
void entry_user0(struct entry* object) {
  sink(0);
  entry_release(object);
}
void entry_user1(struct entry* object) {
  sink(1);
  entry_release(object);
}
void entry_in_a_case(struct entry* object, int kind) {
  switch (kind) {
    case 1:
      entry_put(entry_pool, object); /* warn: directly; the other 2 places use */
      break;
    default:
      sink(kind);
  }
}

struct packet {
  struct packet* next;
  int user;
};
C_POOL(packet);
static void packet_release(struct packet* object) {
  memset(object, 0, sizeof *object);
  packet_put(packet_pool, object);
}
void packet_user0(struct packet* object) {
  sink(0);
  packet_release(object);
}
void packet_user1(struct packet* object) {
  sink(1);
  packet_release(object);
}
void packet_list(struct packet* list) {
  while (list) {
    struct packet* next = list->next;
    packet_put(packet_pool, list); /* warn: directly; the other 2 places use */
    list = next;
  }
}

struct chunk {
  struct chunk* next;
  int user;
};
C_POOL(chunk);
static void chunk_release(struct chunk* object) {
  memset(object, 0, sizeof *object);
  chunk_put(chunk_pool, object);
}
void chunk_user0(struct chunk* object) {
  sink(0);
  chunk_release(object);
}
void chunk_user1(struct chunk* object) {
  sink(1);
  chunk_release(object);
}
struct chunk_table {
  struct chunk* first;
  int used;
};
void chunk_of_a_table(struct chunk_table* table) {
  chunk_put(chunk_pool, table->first); /* warn: directly; the other 2 places use */
  table->first = 0;
}

/* A list that goes as a whole: what only hung in it need not be taken out of it. */
struct clean_knot {
  struct clean_knot* next;
  int user;
};
C_POOL(clean_knot);
static void knot_unlink(struct clean_knot* object) {
  object->next = 0;
}
static void knot_release(struct clean_knot* object) {
  knot_unlink(object);
  clean_knot_put(clean_knot_pool, object);
}
void clean_knot_user0(struct clean_knot* object) {
  sink(0);
  knot_release(object);
}
void clean_knot_user1(struct clean_knot* object) {
  sink(1);
  knot_release(object);
}
void clean_knots(struct clean_knot* list) {
  while (list) {
    struct clean_knot* next = list->next;
    clean_knot_put(clean_knot_pool, list);
    list = next;
  }
}

/* Cleaned through what leads to it. */
struct clean_sheet {
  struct clean_sheet* next;
  int user;
};
C_POOL(clean_sheet);
static void sheet_release(struct clean_sheet* object) {
  memset(object, 0, sizeof *object);
  clean_sheet_put(clean_sheet_pool, object);
}
void clean_sheet_user0(struct clean_sheet* object) {
  sink(0);
  sheet_release(object);
}
void clean_sheet_user1(struct clean_sheet* object) {
  sink(1);
  sheet_release(object);
}
struct clean_binder {
  struct clean_sheet* first;
};
static void binder_reset(struct clean_binder* binder) {
  memset(binder->first, 0, sizeof *binder->first);
}
void clean_binder_end(struct clean_binder* binder) {
  binder_reset(binder);
  clean_sheet_put(clean_sheet_pool, binder->first);
}

/* Those that were never used are told by what is in them. */
struct clean_stamp {
  struct clean_stamp* next;
  int user;
};
C_POOL(clean_stamp);
static void stamp_release(struct clean_stamp* object) {
  memset(object, 0, sizeof *object);
  clean_stamp_put(clean_stamp_pool, object);
}
void clean_stamp_user0(struct clean_stamp* object) {
  sink(0);
  stamp_release(object);
}
void clean_stamp_user1(struct clean_stamp* object) {
  sink(1);
  stamp_release(object);
}
void clean_stamps(struct clean_stamp* list) {
  while (list) {
    struct clean_stamp* next = list->next;
    if (list->user == 0) clean_stamp_put(clean_stamp_pool, list);
    list = next;
  }
}

struct row {
  struct row* next;
  int user;
};
C_POOL(row);
static void row_release(struct row* object) {
  object->next = 0;
  row_put(row_pool, object);
}
void row_user0(struct row* object) {
  sink(0);
  row_release(object);
}
void row_user1(struct row* object) {
  sink(1);
  row_release(object);
}
void row_user2(struct row* object) {
  sink(2);
  row_release(object);
}
void row_user3(struct row* object) {
  sink(3);
  row_release(object);
}
void row_as_untyped(void* memory) {
  struct row* object = memory;
  row_put(row_pool, object); /* warn: directly; the other 4 places use */
}

struct slot {
  struct slot* next;
  int user;
};
C_POOL(slot);
static void slot_release(struct slot* object) {
  *object = (struct slot){0};
  slot_put(slot_pool, object);
}
void slot_one(struct slot* object) {
  slot_release(object);
}
void slot_two(struct slot* object) {
  slot_release(object);
}
int slot_loop(struct slot* object, int many) {
  while (many--) sink(many);
  slot_put(slot_pool, object); /* warn: directly; the other 2 places use */
  return object != 0;
}

struct token {
  struct token* next;
  int user;
};
C_POOL(token);
static void token_release(struct token* object) {
  memset(object, 0, sizeof *object);
  token_put(token_pool, object);
}
void token_one(struct token* object) {
  token_release(object);
}
void token_two(struct token* object) {
  token_release(object);
}
void token_taken_here(int user) {
  struct token* object = token_get(token_pool);
  object->user = user;
  if (user) sink(object->user);
  PUT(token, object); /* warn: directly; the other 2 places use */
}

/* ---- clean ---- */

struct clean_all {
  struct clean_all* next;
  int user;
};
C_POOL(clean_all);
static void clean_all_release(struct clean_all* object) {
  memset(object, 0, sizeof *object);
  clean_all_put(clean_all_pool, object);
}
void clean_all_user0(struct clean_all* object) {
  sink(0);
  clean_all_release(object);
}
void clean_all_user1(struct clean_all* object) {
  sink(1);
  clean_all_release(object);
}
void clean_all_user2(struct clean_all* object) {
  sink(2);
  clean_all_release(object);
}

struct clean_plain {
  struct clean_plain* next;
  int user;
};
C_POOL(clean_plain);
static void clean_plain_release(struct clean_plain* object) {
  clean_plain_put(clean_plain_pool, object);
}
void clean_plain_user0(struct clean_plain* object) {
  sink(0);
  clean_plain_release(object);
}
void clean_plain_user1(struct clean_plain* object) {
  sink(1);
  clean_plain_release(object);
}
void clean_plain_user2(struct clean_plain* object) {
  sink(2);
  clean_plain_release(object);
}
void clean_plain_late(struct clean_plain* object) {
  clean_plain_put(clean_plain_pool, object);
}

struct clean_once {
  struct clean_once* next;
  int user;
};
C_POOL(clean_once);
static void clean_once_release(struct clean_once* object) {
  object->next = 0;
  clean_once_put(clean_once_pool, object);
}
void clean_once_user0(struct clean_once* object) {
  sink(0);
  clean_once_release(object);
}
void clean_once_late(struct clean_once* object) {
  clean_once_put(clean_once_pool, object);
}

struct clean_by_hand {
  struct clean_by_hand* next;
  int user;
};
C_POOL(clean_by_hand);
static void clean_by_hand_release(struct clean_by_hand* object) {
  memset(object, 0, sizeof *object);
  clean_by_hand_put(clean_by_hand_pool, object);
}
void clean_by_hand_user0(struct clean_by_hand* object) {
  sink(0);
  clean_by_hand_release(object);
}
void clean_by_hand_user1(struct clean_by_hand* object) {
  sink(1);
  clean_by_hand_release(object);
}
void clean_by_hand_late(struct clean_by_hand* object) {
  object->next = 0;
  clean_by_hand_put(clean_by_hand_pool, object);
}

struct clean_untouched {
  struct clean_untouched* next;
  int user;
};
C_POOL(clean_untouched);
static void clean_untouched_release(struct clean_untouched* object) {
  memset(object, 0, sizeof *object);
  clean_untouched_put(clean_untouched_pool, object);
}
void clean_untouched_user0(struct clean_untouched* object) {
  sink(0);
  clean_untouched_release(object);
}
void clean_untouched_user1(struct clean_untouched* object) {
  sink(1);
  clean_untouched_release(object);
}
void clean_untouched_unused(void) {
  struct clean_untouched* object = clean_untouched_get(clean_untouched_pool);
  clean_untouched_put(clean_untouched_pool, object);
}

struct clean_by_its_state {
  struct clean_by_its_state* next;
  int user;
};
C_POOL(clean_by_its_state);
static void clean_by_its_state_release(struct clean_by_its_state* object) {
  object->next = 0;
  clean_by_its_state_put(clean_by_its_state_pool, object);
}
void clean_by_its_state_user0(struct clean_by_its_state* object) {
  sink(0);
  clean_by_its_state_release(object);
}
void clean_by_its_state_user1(struct clean_by_its_state* object) {
  sink(1);
  clean_by_its_state_release(object);
}
void clean_by_its_state_late(struct clean_by_its_state* object) {
  if (object->user == 0) clean_by_its_state_put(clean_by_its_state_pool, object);
}

struct clean_half {
  struct clean_half* next;
  int user;
};
C_POOL(clean_half);
static void clean_half_release(struct clean_half* object) {
  memset(object, 0, sizeof *object);
  clean_half_put(clean_half_pool, object);
}
void clean_half_user0(struct clean_half* object) {
  sink(0);
  clean_half_release(object);
}
void clean_half_user1(struct clean_half* object) {
  sink(1);
  clean_half_release(object);
}
void clean_half_one(struct clean_half* object) {
  clean_half_put(clean_half_pool, object);
}
void clean_half_two(struct clean_half* object) {
  clean_half_put(clean_half_pool, object);
}

struct clean_logs {
  struct clean_logs* next;
  int user;
};
C_POOL(clean_logs);
static void clean_logs_release(struct clean_logs* object) {
  sink(object->user);
  clean_logs_put(clean_logs_pool, object);
}
void clean_logs_user0(struct clean_logs* object) {
  sink(0);
  clean_logs_release(object);
}
void clean_logs_user1(struct clean_logs* object) {
  sink(1);
  clean_logs_release(object);
}
void clean_logs_late(struct clean_logs* object) {
  clean_logs_put(clean_logs_pool, object);
}

struct clean_macro {
  struct clean_macro* next;
  int user;
};
C_POOL(clean_macro);
static void clean_macro_release(struct clean_macro* object) {
  object->next = 0;
  PUT(clean_macro, object);
}
void clean_macro_user0(struct clean_macro* object) {
  sink(0);
  clean_macro_release(object);
}
void clean_macro_user1(struct clean_macro* object) {
  sink(1);
  clean_macro_release(object);
}
#define clean_macro_RELEASE(object) clean_macro_release(object)
void clean_macro_late(struct clean_macro* object) {
  clean_macro_RELEASE(object);
}

struct clean_other_way {
  struct clean_other_way* next;
  int user;
};
C_POOL(clean_other_way);
static void clean_other_way_release(struct clean_other_way* object) {
  memset(object, 0, sizeof *object);
  clean_other_way_put(clean_other_way_pool, object);
}
void clean_other_way_user0(struct clean_other_way* object) {
  sink(0);
  clean_other_way_release(object);
}
void clean_other_way_user1(struct clean_other_way* object) {
  sink(1);
  clean_other_way_release(object);
}
static void clean_other_way_drop(struct clean_other_way* object) {
  *object = (struct clean_other_way){0};
  clean_other_way_put(clean_other_way_pool, object);
}
void clean_other_way_late(struct clean_other_way* object) {
  clean_other_way_drop(object);
}
