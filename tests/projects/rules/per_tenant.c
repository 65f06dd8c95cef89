/* A table with a pool for each key, made where it is first used: flagged at the list of its spares.
 */
#include <stdlib.h>
#include <string.h>

struct letter {
  struct letter* next;
  char bytes[512];
};
struct tenant {
  struct tenant* next;
  char name[64];
  struct letter* free_letters; /* warn: is a pool for each key */
};
static struct tenant* tenants;
struct tenant* tenant_of(const char* name) {
  struct tenant* tenant = tenants;
  while (tenant && strcmp(tenant->name, name) != 0) tenant = tenant->next;
  if (!tenant) {
    tenant = calloc(1, sizeof *tenant);
    strncpy(tenant->name, name, sizeof tenant->name - 1);
    tenant->next = tenants;
    tenants = tenant;
  }
  return tenant;
}
struct letter* letter_get(struct tenant* owner) {
  struct letter* object = owner->free_letters;
  if (!object) return malloc(sizeof *object);
  owner->free_letters = object->next;
  return object;
}
void letter_put(struct tenant* owner, struct letter* object) {
  object->next = owner->free_letters;
  owner->free_letters = object;
}

/* By a number, in an array. */
struct record {
  struct record* next;
  char bytes[512];
};
struct user_pool {
  int user_id;
  struct record* spare_records; /* warn: is a pool for each key */
};
static struct user_pool* user_pools[64];
struct user_pool* pool_of_user(int user_id) {
  for (int i = 0; i < 64; i++) {
    if (!user_pools[i]) {
      user_pools[i] = calloc(1, sizeof *user_pools[i]);
      user_pools[i]->user_id = user_id;
    }
    if (user_pools[i]->user_id == user_id) return user_pools[i];
  }
  return 0;
}
struct record* record_get(struct user_pool* owner) {
  struct record* object = owner->spare_records;
  if (!object) return malloc(sizeof *object);
  owner->spare_records = object->next;
  return object;
}
void record_put(struct user_pool* owner, struct record* object) {
  object->next = owner->spare_records;
  owner->spare_records = object;
}

/* By a pointer to whose it is. */
struct connection;
struct packet {
  struct packet* next;
  char bytes[512];
};
struct packet_cache {
  struct packet_cache* next;
  const struct connection* connection;
  struct packet* free_packets; /* warn: is a pool for each key */
};
static struct packet_cache* packet_caches;
struct packet_cache* packet_cache_of(const struct connection* connection) {
  for (struct packet_cache* each = packet_caches; each; each = each->next) {
    if (each->connection == connection) return each;
  }
  struct packet_cache* made = malloc(sizeof *made);
  made->connection = connection;
  made->free_packets = 0;
  made->next = packet_caches;
  packet_caches = made;
  return made;
}
struct packet* packet_get(struct packet_cache* owner) {
  struct packet* object = owner->free_packets;
  if (!object) return malloc(sizeof *object);
  owner->free_packets = object->next;
  return object;
}
void packet_put(struct packet_cache* owner, struct packet* object) {
  object->next = owner->free_packets;
  owner->free_packets = object;
}

/* The parameter says whose it is. */
struct row {
  struct row* next;
  char bytes[512];
};
struct row_pool {
  struct row_pool* next;
  char name[32];
  struct row* free_rows; /* warn: is a pool for each key */
};
static struct row_pool* row_pools;
struct row_pool* rows_of(const char* table) {
  for (struct row_pool* each = row_pools; each; each = each->next) {
    if (strcmp(table, each->name) == 0) return each;
  }
  struct row_pool* made = calloc(1, sizeof *made);
  strncpy(made->name, table, sizeof made->name - 1);
  made->next = row_pools;
  row_pools = made;
  return made;
}
struct row* row_get(struct row_pool* owner) {
  struct row* object = owner->free_rows;
  if (!object) return malloc(sizeof *object);
  owner->free_rows = object->next;
  return object;
}
void row_put(struct row_pool* owner, struct row* object) {
  object->next = owner->free_rows;
  owner->free_rows = object;
}

/* In buckets. */
struct mail {
  struct mail* next;
  char bytes[512];
};
struct customer {
  struct customer* chain;
  unsigned long account;
  struct mail* free_mails; /* warn: is a pool for each key */
};
static struct customer* buckets[16];
struct customer* customer_of(unsigned long account) {
  struct customer** bucket = &buckets[account % 16];
  for (struct customer* each = *bucket; each; each = each->chain) {
    if (each->account == account) return each;
  }
  struct customer* made = calloc(1, sizeof *made);
  made->account = account;
  made->chain = *bucket;
  *bucket = made;
  return made;
}
struct mail* mail_get(struct customer* owner) {
  struct mail* object = owner->free_mails;
  if (!object) return malloc(sizeof *object);
  owner->free_mails = object->next;
  return object;
}
void mail_put(struct customer* owner, struct mail* object) {
  object->next = owner->free_mails;
  owner->free_mails = object;
}

/* One a size. */
struct block {
  struct block* next;
  char bytes[512];
};
struct size_pool {
  struct size_pool* next;
  size_t size;
  struct block* clean_free_blocks;
};
static struct size_pool* size_pools;
struct size_pool* clean_pool_of_size(size_t size) {
  for (struct size_pool* each = size_pools; each; each = each->next) {
    if (each->size == size) return each;
  }
  struct size_pool* made = calloc(1, sizeof *made);
  made->size = size;
  made->next = size_pools;
  size_pools = made;
  return made;
}
struct block* clean_block_get(struct size_pool* owner) {
  struct block* object = owner->clean_free_blocks;
  if (!object) return malloc(sizeof *object);
  owner->clean_free_blocks = object->next;
  return object;
}
void clean_block_put(struct size_pool* owner, struct block* object) {
  object->next = owner->clean_free_blocks;
  owner->clean_free_blocks = object;
}

/* One a kind of object, known by its name. */
struct thing {
  struct thing* next;
  char bytes[512];
};
struct kind {
  struct kind* next;
  char name[32];
  struct thing* clean_free_things;
};
static struct kind* kinds;
struct kind* clean_kind_of(const char* name) {
  for (struct kind* each = kinds; each; each = each->next) {
    if (strcmp(each->name, name) == 0) return each;
  }
  struct kind* made = calloc(1, sizeof *made);
  strncpy(made->name, name, sizeof made->name - 1);
  made->next = kinds;
  kinds = made;
  return made;
}
struct thing* clean_thing_get(struct kind* owner) {
  struct thing* object = owner->clean_free_things;
  if (!object) return malloc(sizeof *object);
  owner->clean_free_things = object->next;
  return object;
}
void clean_thing_put(struct kind* owner, struct thing* object) {
  object->next = owner->clean_free_things;
  owner->clean_free_things = object;
}

/* One for all; users are looked up, and have none. */
struct page {
  struct page* next;
  char bytes[512];
};
struct user {
  struct user* next;
  char name[32];
};
static struct user* users;
struct user* clean_user_of(const char* name) {
  for (struct user* each = users; each; each = each->next) {
    if (strcmp(each->name, name) == 0) return each;
  }
  struct user* made = calloc(1, sizeof *made);
  strncpy(made->name, name, sizeof made->name - 1);
  made->next = users;
  users = made;
  return made;
}
struct page_pool {
  struct page* clean_free_pages;
};
struct page* clean_page_get(struct page_pool* owner) {
  struct page* object = owner->clean_free_pages;
  if (!object) return malloc(sizeof *object);
  owner->clean_free_pages = object->next;
  return object;
}
void clean_page_put(struct page_pool* owner, struct page* object) {
  object->next = owner->clean_free_pages;
  owner->clean_free_pages = object;
}

/* A fixed number of them, none of which is made for a user. */
struct slice {
  struct slice* next;
  char bytes[512];
};
struct lane {
  int user;
  struct slice* clean_free_slices;
};
static struct lane lanes[4];
struct lane* clean_lane_of(int user) {
  for (int i = 0; i < 4; i++) {
    if (lanes[i].user == user) return &lanes[i];
  }
  return &lanes[0];
}
struct slice* clean_slice_get(struct lane* owner) {
  struct slice* object = owner->clean_free_slices;
  if (!object) return malloc(sizeof *object);
  owner->clean_free_slices = object->next;
  return object;
}
void clean_slice_put(struct lane* owner, struct slice* object) {
  object->next = owner->clean_free_slices;
  owner->clean_free_slices = object;
}

/* One a thread. */
struct job {
  struct job* next;
  char bytes[512];
};
struct thread_pool_of_jobs {
  struct thread_pool_of_jobs* next;
  int thread_of_user;
  struct job* clean_free_jobs;
};
static struct thread_pool_of_jobs* threads;
struct thread_pool_of_jobs* clean_jobs_of(int thread) {
  for (struct thread_pool_of_jobs* each = threads; each; each = each->next) {
    if (each->thread_of_user == thread) return each;
  }
  struct thread_pool_of_jobs* made = calloc(1, sizeof *made);
  made->thread_of_user = thread;
  made->next = threads;
  threads = made;
  return made;
}
struct job* clean_job_get(struct thread_pool_of_jobs* owner) {
  struct job* object = owner->clean_free_jobs;
  if (!object) return malloc(sizeof *object);
  owner->clean_free_jobs = object->next;
  return object;
}
void clean_job_put(struct thread_pool_of_jobs* owner, struct job* object) {
  object->next = owner->clean_free_jobs;
  owner->clean_free_jobs = object;
}

void clean_use_all(const char* name, int user, const struct connection* connection) {
  struct tenant* tenant = tenant_of(name);
  letter_put(tenant, letter_get(tenant));
  struct user_pool* records = pool_of_user(user);
  record_put(records, record_get(records));
  struct packet_cache* packets = packet_cache_of(connection);
  packet_put(packets, packet_get(packets));
  struct row_pool* rows = rows_of(name);
  row_put(rows, row_get(rows));
  struct customer* customer = customer_of(7);
  mail_put(customer, mail_get(customer));
}
