#ifndef SLAB_H
#define SLAB_H

#include <stdlib.h>
#include <string.h>

struct item {
	struct item *chain;
	int refs;
	char key[16];
};

struct slab {
	struct item *top;
	int n, max;
};

static inline struct item *slab_pop(struct slab *s)
{
	struct item *it;

	if ((it = s->top) != NULL) {
		s->top = it->chain;
		s->n--;
	} else if ((it = malloc(sizeof(struct item))) == NULL) {
		return NULL;
	}
	memset(it, 0, sizeof(struct item));
	return it;
}

static inline void slab_push(struct slab *s, struct item *it)
{
	if (s->n < s->max) {
		it->chain = s->top;
		s->top = it;
		s->n++;
	} else {
		free(it);
	}
}

static inline void slab_empty(struct slab *s)
{
	while (s->top != NULL) {
		struct item *it = s->top;

		s->top = it->chain;
		free(it);
	}
	s->n = 0;
}

#endif
