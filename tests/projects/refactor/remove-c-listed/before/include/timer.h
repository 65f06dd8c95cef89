#ifndef TIMER_H
#define TIMER_H

struct timer {
	struct timer *next;
	long when;
	void (*fire)(void *arg);
	void *arg;
};

struct timer_cache {
	struct timer *free;
	unsigned int n;
};

extern struct timer_cache timers;

struct timer *timer_get(struct timer_cache *tc);
void timer_put(struct timer_cache *tc, struct timer *t);

/* Convenience. */
static inline void timer_cancel(struct timer *t)
{
	t->fire = 0;
	timer_put(&timers, t);
}

#endif
