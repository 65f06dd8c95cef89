/* One local stands for several pools in turn; each get belongs to the one that was set before it. */
#include <stdlib.h>

struct pool_head {
  int size;
};
void *pool_alloc(struct pool_head *pool);
void pool_free(struct pool_head *pool, void *memory);
struct pool_head *create_pool(const char *name, int size);

struct server {
  struct pool_head *requests, *answers; /* pool: server::requests | pool: server::answers */
};
static struct pool_head *small; /* pool: small */
static struct pool_head *large; /* pool: large */

void init(struct server *server) {
  server->requests = create_pool("requests", 16);
  server->answers = create_pool("answers", 16);
}

void *get(int round) {
  struct pool_head *pool = NULL;
  void *out = NULL;
  switch (round) {
    case 0:
      if (!small) small = create_pool("small", 1);
      pool = small;
      out = pool_alloc(pool); /* get: small */
      break;
    case 1:
      if (!large) large = create_pool("large", 2);
      pool = large;
      out = pool_alloc(pool); /* get: large */
      break;
  }
  if (out) pool->size++;
  return out;
}

void put(int round, void *memory) {
  pool_free(round ? large : small, memory); /* put: small | put: large */
}

void serve(struct server *server) {
  void *request = pool_alloc(server->requests); /* get: requests */
  void *answer = pool_alloc(server->answers);   /* get: answers */
  pool_free(server->answers, answer);           /* put: answers */
  pool_free(server->requests, request);         /* put: requests */
}
