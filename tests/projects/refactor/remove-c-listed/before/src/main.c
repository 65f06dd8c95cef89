#include <stdio.h>
#include <stdlib.h>

#include "timer.h"

static void hello(void *arg)
{
	printf("hello %s\n", (const char *)arg);
}

static void fire_one(const char *name)
{
	struct timer *t = timer_get(&timers);
#ifdef TRACE
	printf("got %p\n", (void *)t);
#endif
	t->when = 5;
	t->fire = hello;
	t->arg = (void *)name;
	t->fire(t->arg);
#ifndef KEEP_TIMERS
	timer_put(&timers, t);
#endif
}

static long cancel(void)
{
	struct timer *t = timer_get(&timers);
	long when;

	t->when = 9;
	when = t->when;
	timer_cancel(t);
	return when;
}

int main(void)
{
	fire_one("world");
	printf("%ld\n", cancel());
	while (timers.free) {
		struct timer *t = timers.free;
		timers.free = t->next;
		free(t);
	}
	return 0;
}
