#include <stdio.h>
#include <stdlib.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

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

/* The error path of the function itself. */
static int sum_of_two(int a, int b)
{
	struct node *first, *second;
	int ret = -1;

	first = node_alloc(&nodes);
	if (first == NULL)
		goto out;
	second = (struct node *)node_alloc(&nodes); /* the other one */
	if (second == NULL)
		goto out;
	first->value = a;
	second->value = b;
	ret = first->value + second->value;
	node_free(&nodes, second);
out:
	if (first != NULL)
		node_free(&nodes, first);
	return ret;
}

static struct node *made(int value)
{
	struct node *n = node_alloc(&nodes);
	if (n == NULL)
		return NULL;
	n->value = value;
	return n;
}

static int twice(int value)
{
	struct node *n = node_alloc(&nodes);
	int out;
	if (n == NULL)
		return -1;

	n->value = value;
	out = n->value * 2;
	node_free(&nodes, n);
	return out;
}

static int once(int value)
{
	struct node *n = node_alloc(&nodes);

	if (n == NULL)
		return -1;
	n->value = value;
	value = n->value;
	node_free(&nodes, n);
	return value;
}

/* Nothing here says what a failure is. */
static unsigned thrice(unsigned value)
{
	struct node *n = node_alloc(&nodes);
	n->value = value;
	value = n->value * 3;
	node_free(&nodes, n);
	return value;
}

/* What was allocated before would be lost. */
static int with_a_copy(int value)
{
	char *copy = malloc(16);
	struct node *n;

	if (copy == NULL)
		return -1;
	n = node_alloc(&nodes);
	n->value = value;
	snprintf(copy, 16, "%d", n->value);
	value = atoi(copy);
	node_free(&nodes, n);
	free(copy);
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
	struct node *n = made(4);

	if (n == NULL)
		return 1;
	printf("%d %d %d %u\n", n->value, sum_of_two(1, once(2)), twice(3),
	       thrice(4));
	printf("%d\n", with_a_copy(5));
	node_free(&nodes, n);
	drain();
	return 0;
}
