/* The lists of <sys/queue.h>, which are macros. */
#include <stdlib.h>
#include <sys/queue.h>

struct session {
  TAILQ_ENTRY(session) entry;
  int id;
};
struct event {
  SLIST_ENTRY(event) entry;
};

static TAILQ_HEAD(session_list, session) idle_sessions = TAILQ_HEAD_INITIALIZER(idle_sessions);  /* pool: idle_sessions; pooled=session */
static SLIST_HEAD(event_list, event) spare_events; /* pool: spare_events; pooled=event */

static struct session *session_acquire(void) {
  struct session *s = TAILQ_FIRST(&idle_sessions);
  if (s == NULL) return calloc(1, sizeof *s);
  TAILQ_REMOVE(&idle_sessions, s, entry);
  return s;
}
static void session_release(struct session *s) {
  TAILQ_INSERT_HEAD(&idle_sessions, s, entry);
}

static struct event *event_new(void) {
  struct event *e = SLIST_FIRST(&spare_events);
  if (e == NULL) return malloc(sizeof *e);
  SLIST_REMOVE_HEAD(&spare_events, entry);
  return e;
}
static void event_free(struct event *e) {
  SLIST_INSERT_HEAD(&spare_events, e, entry);
}

int use(void) {
  struct session *s = session_acquire(); /* get: idle_sessions */
  struct event *e = event_new();         /* get: spare_events */
  if (s == NULL || e == NULL) return 0;
  event_free(e);      /* put: spare_events */
  session_release(s); /* put: idle_sessions */
  return 1;
}
