/* The object comes out through a parameter, the result says whether it did. */
#include <pthread.h>
#include <stdlib.h>

struct buffer {
  struct buffer *next;
  char bytes[256];
};
struct buffer_cache {
  pthread_mutex_t mutex;
  struct buffer *free_buffers;
};

static struct buffer_cache cache; /* pool: cache; pooled=buffer guard=lock */

int buffer_get(struct buffer_cache *c, struct buffer **out) {
  struct buffer *b;
  pthread_mutex_lock(&c->mutex);
  b = c->free_buffers;
  if (b) c->free_buffers = b->next;
  pthread_mutex_unlock(&c->mutex);
  if (!b) b = malloc(sizeof *b);
  if (!b) return -1;
  *out = b;
  return 0;
}

void buffer_put(struct buffer_cache *c, struct buffer *b) {
  pthread_mutex_lock(&c->mutex);
  b->next = c->free_buffers;
  c->free_buffers = b;
  pthread_mutex_unlock(&c->mutex);
}

int use(void) {
  struct buffer *b;
  if (buffer_get(&cache, &b) != 0) return -1; /* get: cache */
  b->bytes[0] = 'x';
  buffer_put(&cache, b); /* put: cache */
  return 0;
}
