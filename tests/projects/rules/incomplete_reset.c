/* Resets that leave a member behind, in C. */
#include "c_pools.h"

struct visitor {
  int user;
  int rights;
};
C_POOL(visitor);
static void visitor_reset(struct visitor* object) { /* warn: leaves 'rights' as the last */
  object->user = 0;
}
void visitor_use(int value) {
  struct visitor* object = visitor_get(visitor_pool);
  visitor_reset(object);
  if (value) object->user = value;
  sink(object->user);
  if (value) object->rights = value;
  sink(object->rights);
  visitor_put(visitor_pool, object);
}

struct query {
  int rows;
  int cost;
  int plan;
};
C_POOL(query);
static void query_reset(struct query* object) { /* warn: leaves 'cost' as the last */
  object->rows = 0;
  object->plan = 0;
}
void query_use(int value) {
  struct query* object = query_get(query_pool);
  query_reset(object);
  if (value) object->rows = value;
  sink(object->rows);
  if (value) object->cost = value;
  sink(object->cost);
  if (value) object->plan = value;
  sink(object->plan);
  query_put(query_pool, object);
}

struct job {
  int owner;
  int state;
  int tries;
};
C_POOL(job);
static void job_reset(struct job* object) { /* warn: leaves 'owner' and 'state' as the last */
  object->tries = 0;
}
void job_use(int value) {
  struct job* object = job_get(job_pool);
  job_reset(object);
  if (value) object->owner = value;
  sink(object->owner);
  if (value) object->state = value;
  sink(object->state);
  if (value) object->tries = value;
  sink(object->tries);
  job_put(job_pool, object);
}

struct peer {
  int port;
  int flags;
};
C_POOL(peer);
static void peer_reset(struct peer* object) { /* warn: leaves 'flags' as the last */
  if (object->port) object->port = 0;
}
void peer_use(int value) {
  struct peer* object = GET(peer);
  peer_reset(object);
  if (value) object->port = value;
  sink(object->port);
  if (value) object->flags = value;
  sink(object->flags);
  PUT(peer, object);
}

struct point {
  int x;
  int y;
};
struct address {
  int zone;
  struct point at;
};
C_POOL(address);
static void address_reset(struct address* object) { /* warn: leaves 'at.y' as the last */
  object->zone = 0;
  object->at.x = 0;
}
void address_use(int value) {
  struct address* object = address_get(address_pool);
  address_reset(object);
  if (value) object->at.y = value;
  if (value) object->at.x = value;
  if (value) object->zone = value;
  sink(object->at.x + object->at.y + object->zone);
  address_put(address_pool, object);
}

struct mail;
static void mail_empty(struct mail* object);
struct mail {
  int size;
  int sender;
};
C_POOL(mail);
static void mail_reset(struct mail* object) { /* warn: leaves 'sender' as the last */
  mail_empty(object);
}
void mail_use(int value) {
  struct mail* object = mail_get(mail_pool);
  mail_reset(object);
  if (value) object->size = value;
  sink(object->size);
  if (value) object->sender = value;
  sink(object->sender);
  mail_put(mail_pool, object);
}

static void mail_empty(struct mail* object) {
  object->size = 0;
}

struct branch {
  int size;
  int kind;
};
C_POOL(branch);
static void branch_reset(struct branch* object) { /* warn: leaves 'size' as the last */
  object->kind = 0;
  if (chance()) object->size = 0;
}
void branch_use(int value) {
  struct branch* object = branch_get(branch_pool);
  branch_reset(object);
  if (value) object->size = value;
  sink(object->size);
  if (value) object->kind = value;
  sink(object->kind);
  branch_put(branch_pool, object);
}

struct packet {
  int length;
  int peer;
};
C_POOL(packet);
static void packet_reset(struct packet* object) { /* warn: leaves 'peer' as the last */
  memset(&object->length, 0, sizeof object->length);
}
void packet_use(int value) {
  struct packet* object = packet_get(packet_pool);
  packet_reset(object);
  if (value) object->length = value;
  sink(object->length);
  if (value) object->peer = value;
  sink(object->peer);
  packet_put(packet_pool, object);
}

struct frame {
  int width;
  int height;
};
C_POOL(frame);
static void frame_reset(struct frame* object) { /* warn: leaves 'height' as the last */
  object->width = 0;
}
static void frame_resize(struct frame* object, int width, int height) {
  if (width) object->width = width;
  if (height) object->height = height;
}
void frame_use(int width, int height) {
  struct frame* object = frame_get(frame_pool);
  frame_reset(object);
  frame_resize(object, width, height);
  sink(object->width * object->height);
  frame_put(frame_pool, object);
}

/* Cleaned before the put instead. */
struct ticket {
  int number;
  int holder;
};
C_POOL(ticket);
static void ticket_clear(struct ticket* object) { /* warn: leaves 'holder' as the last */
  object->number = 0;
}
void ticket_use(int number, int holder) {
  struct ticket* object = ticket_get(ticket_pool);
  sink(object->holder + object->number);
  object->number = number;
  if (holder) object->holder = holder;
  ticket_clear(object);
  ticket_put(ticket_pool, object);
}

/* ---- clean ---- */

struct clean_all {
  int user;
  int rights;
};
C_POOL(clean_all);
static void clean_all_reset(struct clean_all* object) {
  object->user = 0;
  object->rights = 0;
}
void clean_all_use(int value) {
  struct clean_all* object = clean_all_get(clean_all_pool);
  clean_all_reset(object);
  if (value) object->user = value;
  sink(object->user);
  if (value) object->rights = value;
  sink(object->rights);
  clean_all_put(clean_all_pool, object);
}

struct clean_memset {
  int number;
  char letter;
};
C_POOL(clean_memset);
static void clean_memset_reset(struct clean_memset* object) {
  memset(object, 0, sizeof *object);
}
void clean_memset_use(int value) {
  struct clean_memset* object = clean_memset_get(clean_memset_pool);
  clean_memset_reset(object);
  if (value) object->number = value;
  sink(object->number);
  if (value) object->letter = value;
  sink(object->letter);
  clean_memset_put(clean_memset_pool, object);
}

struct clean_assigned {
  int number;
  int kind;
};
C_POOL(clean_assigned);
static void clean_assigned_reset(struct clean_assigned* object) {
  *object = (struct clean_assigned){0};
}
void clean_assigned_use(int value) {
  struct clean_assigned* object = clean_assigned_get(clean_assigned_pool);
  clean_assigned_reset(object);
  if (value) object->number = value;
  sink(object->number);
  if (value) object->kind = value;
  sink(object->kind);
  clean_assigned_put(clean_assigned_pool, object);
}

struct clean_callee;
static void clean_callee_empty(struct clean_callee* object);
struct clean_callee {
  int size;
  int sender;
};
C_POOL(clean_callee);
static void clean_callee_reset(struct clean_callee* object) {
  clean_callee_empty(object);
  object->sender = 0;
}
void clean_callee_use(int value) {
  struct clean_callee* object = clean_callee_get(clean_callee_pool);
  clean_callee_reset(object);
  if (value) object->size = value;
  sink(object->size);
  if (value) object->sender = value;
  sink(object->sender);
  clean_callee_put(clean_callee_pool, object);
}

static void clean_callee_empty(struct clean_callee* object) {
  object->size = 0;
}

struct clean_nested {
  int zone;
  struct point at;
};
C_POOL(clean_nested);
static void clean_nested_reset(struct clean_nested* object) {
  object->zone = 0;
  object->at = (struct point){0};
}
void clean_nested_use(int value) {
  struct clean_nested* object = clean_nested_get(clean_nested_pool);
  clean_nested_reset(object);
  if (value) object->at.y = value;
  if (value) object->zone = value;
  sink(object->at.y + object->zone);
  clean_nested_put(clean_nested_pool, object);
}

struct clean_unwritten {
  int size;
  int limit;
};
C_POOL(clean_unwritten);
static void clean_unwritten_reset(struct clean_unwritten* object) {
  object->size = 0;
}
void clean_unwritten_use(int value) {
  struct clean_unwritten* object = clean_unwritten_get(clean_unwritten_pool);
  clean_unwritten_reset(object);
  if (value) object->size = value;
  sink(object->size + object->limit);
  clean_unwritten_put(clean_unwritten_pool, object);
}

struct clean_unread {
  int size;
  int last;
};
C_POOL(clean_unread);
static void clean_unread_reset(struct clean_unread* object) {
  object->size = 0;
}
void clean_unread_use(int value) {
  struct clean_unread* object = clean_unread_get(clean_unread_pool);
  clean_unread_reset(object);
  if (value) object->size = value;
  object->last = value;
  sink(object->size);
  clean_unread_put(clean_unread_pool, object);
}

struct clean_overwritten {
  int size;
  int owner;
};
C_POOL(clean_overwritten);
static void clean_overwritten_reset(struct clean_overwritten* object) {
  object->size = 0;
}
void clean_overwritten_use(int value) {
  struct clean_overwritten* object = clean_overwritten_get(clean_overwritten_pool);
  clean_overwritten_reset(object);
  object->owner = value;
  if (value) object->size = value;
  sink(object->size + object->owner);
  clean_overwritten_put(clean_overwritten_pool, object);
}

struct clean_capacity {
  int size;
  int capacity;
};
C_POOL(clean_capacity);
static void clean_capacity_reset(struct clean_capacity* object) {
  object->size = 0;
}
void clean_capacity_use(int value) {
  struct clean_capacity* object = clean_capacity_get(clean_capacity_pool);
  clean_capacity_reset(object);
  if (object->capacity < value) object->capacity = value;
  if (value) object->size = value;
  sink(object->size + object->capacity);
  clean_capacity_put(clean_capacity_pool, object);
}

struct clean_link {
  int size;
  struct clean_link* next;
};
C_POOL(clean_link);
static void clean_link_reset(struct clean_link* object) {
  object->size = 0;
}
void clean_link_use(int value) {
  struct clean_link* object = clean_link_get(clean_link_pool);
  clean_link_reset(object);
  if (value) object->size = value;
  sink(object->size);
  clean_link_put(clean_link_pool, object);
}

struct clean_both_ways {
  int kind;
  int size;
};
C_POOL(clean_both_ways);
static void clean_both_ways_reset(struct clean_both_ways* object) {
  if (object->kind)
    object->size = 0;
  else
    object->size = -1;
  object->kind = 0;
}
void clean_both_ways_use(int value) {
  struct clean_both_ways* object = clean_both_ways_get(clean_both_ways_pool);
  clean_both_ways_reset(object);
  if (value) object->kind = value;
  sink(object->kind);
  if (value) object->size = value;
  sink(object->size);
  clean_both_ways_put(clean_both_ways_pool, object);
}
