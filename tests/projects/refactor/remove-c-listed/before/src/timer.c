#include <stdlib.h>

#include "timer.h"

struct timer_cache timers = { 0, 0 };

struct timer *timer_get(struct timer_cache *tc)
{
	struct timer *t = tc->free;

	if (!t)
		return malloc(sizeof(struct timer));
	tc->free = t->next;
	tc->n--;
	return t;
}

void timer_put(struct timer_cache *tc, struct timer *t)
{
	if (tc->n >= 32) {
		free(t);
		return;
	}
	t->next = tc->free;
	tc->free = t;
	tc->n++;
}
