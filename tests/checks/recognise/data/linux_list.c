/* Links inside the objects, a list head like the kernel's, functions that link and unlink. */
#include <stddef.h>
#include <stdlib.h>

struct list_head {
  struct list_head *next, *prev;
};
static inline void list_add(struct list_head *entry, struct list_head *head) {
  struct list_head *next = head->next;
  next->prev = entry;
  entry->next = next;
  entry->prev = head;
  head->next = entry;
}
static inline void list_del(struct list_head *entry) {
  entry->next->prev = entry->prev;
  entry->prev->next = entry->next;
}
#define list_empty(head) ((head)->next == (head))
#define container_of(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))
#define list_first_entry(head, type, member) container_of((head)->next, type, member)

struct request {
  struct list_head link;
  int number;
};
struct queue {
  struct list_head active;
  struct list_head free_requests; /* pool: queue::free_requests; pooled=request */
};

static struct request *request_get(struct queue *q) {
  struct request *r;
  if (list_empty(&q->free_requests)) return malloc(sizeof *r);
  r = list_first_entry(&q->free_requests, struct request, link);
  list_del(&r->link);
  return r;
}
static void request_put(struct queue *q, struct request *r) {
  list_add(&r->link, &q->free_requests);
}

int use(struct queue *q) {
  struct request *r = request_get(q); /* get: free_requests */
  int number;
  if (!r) return 0;
  number = r->number;
  request_put(q, r); /* put: free_requests */
  return number;
}
