/* Pipes that are open wait on a list, under no name of a pool. A fresh one comes from a pool, and
 * that name is near enough. */
#include <stddef.h>

struct pool_head;
void *pool_alloc(struct pool_head *pool);
void pool_free(struct pool_head *pool, void *memory);

static struct pool_head *pool_head_pipe; /* pool: pool_head_pipe */

struct pipe {
  struct pipe *next;
  int fd;
};
static struct pipe *pipes_live; /* pool: pipes_live; pooled=pipe */

struct pipe *get_pipe(void) {
  struct pipe *ret = pipes_live;
  if (ret) {
    pipes_live = ret->next;
    return ret;
  }
  ret = pool_alloc(pool_head_pipe); /* get: pool_head_pipe */
  if (ret) ret->next = NULL;
  return ret;
}

void kill_pipe(struct pipe *p) {
  pool_free(pool_head_pipe, p); /* put: pool_head_pipe */
}

void put_pipe(struct pipe *p) {
  if (p->fd) {
    kill_pipe(p);
    return;
  }
  p->next = pipes_live;
  pipes_live = p;
}

void use(void) {
  struct pipe *p = get_pipe(); /* get: pipes_live */
  if (p) put_pipe(p);          /* put: pipes_live */
}
