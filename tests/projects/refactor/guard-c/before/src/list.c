#include <stdio.h>
#include <stdlib.h>

typedef struct node_pool {
	struct node *spare;
	int left;
} node_pool;

struct node {
	struct node *next;
	int value;
};

static node_pool nodes = {NULL, 3};

static struct node *node_alloc(node_pool *pool)
{
	struct node *n = pool->spare;

	if (n == NULL) {
		if (pool->left == 0)
			return NULL;
		pool->left--;
		return malloc(sizeof *n);
	}
	pool->spare = n->next;
	return n;
}

static void node_free(node_pool *pool, struct node *n)
{
	n->next = pool->spare;
	pool->spare = n;
}

static int twice(int value)
{
	struct node *n = node_alloc(&nodes);

	if (n == NULL)
		return -1;
	n->value = value;
	value = n->value * 2;
	node_free(&nodes, n);
	return value;
}

static void drain(void)
{
	for (struct node *n; (n = nodes.spare) != NULL;) {
		nodes.spare = n->next;
		free(n);
	}
}

int main(void)
{
	printf("%d\n", twice(3));
	drain();
	return 0;
}
