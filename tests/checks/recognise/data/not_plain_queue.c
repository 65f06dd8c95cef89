/* Messages from one thread to another, first in, first out; the sender makes them. */
#include <stdlib.h>

struct message {
  struct message *next;
  int text;
};

#ifdef TWIN
static struct message *unused_messages; /* pool+: unused_messages */
static struct message *take(void) {
  struct message *m = unused_messages;
  if (m) {
    unused_messages = m->next;
    return m;
  }
  return malloc(sizeof *m);
}
static void send(struct message *m) {
  m->next = unused_messages;
  unused_messages = m;
}
#else
static struct message *pool_first;
static struct message *pool_last;
static struct message *take(void) {
  struct message *m = pool_first;
  if (m) pool_first = m->next;
  return m;
}
static void send(struct message *m) {
  m->next = 0;
  if (pool_first)
    pool_last->next = m;
  else
    pool_first = m;
  pool_last = m;
}
#endif

int use(struct message *m) {
  int text;
  send(m);    /* put+: unused_messages */
  m = take(); /* get+: unused_messages */
  text = m ? m->text : 0;
  return text;
}
