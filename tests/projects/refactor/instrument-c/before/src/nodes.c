#include <stdio.h>
#include <stdlib.h>

struct node {
	struct node *next;
	int value;
	char rest[48];
};

static struct node *free_nodes;	/* linked */
static int free_count;

static struct node *node_alloc(void)
{
	struct node *n = free_nodes;

	if (n) {
		free_nodes = n->next;
		free_count--;
		n->value = 0;
		return n;
	}
	return calloc(1, sizeof(*n));
}

static void node_free(struct node *n)
{
	if (free_count >= 2) {
		free(n);
		return;
	}
	n->next = free_nodes;
	free_nodes = n;
	free_count++;
}

/* A pool in a struct of its own. */
struct buffer {
	size_t used;
	char bytes[256];
};

struct buffer_pool {
	struct buffer *spares[4];
	int count;
};

static struct buffer_pool buffers;

static struct buffer *buffer_get(struct buffer_pool *pool)
{
	struct buffer *b;

	if (pool->count > 0) {
		b = pool->spares[--pool->count];
	} else {
		b = malloc(sizeof(*b));
		if (b == NULL)
			return NULL;
	}
	b->used = 0;
	return b;
}

static void buffer_put(struct buffer_pool *pool, struct buffer *b)
{
	if (pool->count < 4)
		pool->spares[pool->count++] = b;
	else
		free(b);
}

int main(void)
{
	struct node *held[4];
	struct buffer *all[6];
	int i;

	for (i = 0; i < 4; i++)
		held[i] = node_alloc();
	for (i = 0; i < 4; i++)
		node_free(held[i]);
	for (i = 0; i < 2; i++) {
		struct node *n = node_alloc();

		if (!n)
			return 1;
		n->value = i;
		printf("%d\n", n->value);
		free(n);
	}
	for (i = 0; i < 6; i++)
		all[i] = buffer_get(&buffers);
	for (i = 0; i < 6; i++)
		buffer_put(&buffers, all[i]);
	for (i = 0; i < 4; i++) {
		struct buffer *b = buffer_get(&buffers);

		if (!b)
			return 1;
		printf("%zu\n", b->used);
		free(b);
	}
	return 0;
}
