/* One pair of functions, two lists: a short one of the thread before the common one. A call takes
 * from either. */
#include <stdlib.h>

struct pipe {
  struct pipe *next;
};
static struct pipe *free_pipes;               /* pool: free_pipes; pooled=pipe */
static __thread struct pipe *local_free_pipes; /* pool: local_free_pipes; pooled=pipe guard=thread_local */
static __thread int here;

struct pipe *pipe_get(void) {
  struct pipe *p = local_free_pipes;
  if (p) {
    local_free_pipes = p->next;
    here--;
    return p;
  }
  p = free_pipes;
  if (p) {
    free_pipes = p->next;
    return p;
  }
  return malloc(sizeof *p);
}

void pipe_put(struct pipe *p) {
  if (here < 16) {
    p->next = local_free_pipes;
    local_free_pipes = p;
    here++;
    return;
  }
  p->next = free_pipes;
  free_pipes = p;
}

void use(void) {
  struct pipe *p = pipe_get(); /* get: free_pipes | get: local_free_pipes */
  pipe_put(p);                 /* put: free_pipes | put: local_free_pipes */
}
