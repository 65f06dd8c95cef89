#include "slab.h"
#include "a.h"

static struct slab items = { .max = 4 };

int lookup(const char *key)
{
	struct item *a, *b;
	int same;

	if ((a = slab_pop(&items)) == NULL || (b = slab_pop(&items)) == NULL) {
		if (a)
			slab_push(&items, a);
		return -1;
	}
	strncpy(a->key, key, sizeof(a->key) - 1);
	strncpy(b->key, "fixed", sizeof(b->key) - 1);
	same = strcmp(a->key, b->key) == 0;
	slab_push(&items, b);
	slab_push(&items, a);
	return same;
}

void done(void)
{
	slab_empty(&items);
}
