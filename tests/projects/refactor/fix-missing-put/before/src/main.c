#include <stdio.h>

typedef struct node {
	int value;
	int taken;
} node;

typedef struct node_pool {
	node spare[8];
} node_pool;

static node_pool nodes;

static node *node_get(node_pool *pool)
{
	for (int i = 0; i < 8; i++) {
		if (!pool->spare[i].taken) {
			pool->spare[i].taken = 1;
			return &pool->spare[i];
		}
	}
	return &pool->spare[0];
}

static void node_put(node_pool *pool, node *n)
{
	(void)pool;
	n->taken = 0;
}

static int unbraced(int n)
{
	node *a = node_get(&nodes);

	a->value = n;
	if (n > 5)
		return -1;
	n = a->value;
	node_put(&nodes, a);
	return n;
}

static int braced(int n)
{
	node *a = node_get(&nodes);

	a->value = n;
	if (n > 5) {
		/* too large */
		return -1;
	}
	node_put(&nodes, a);
	return n;
}

/* What is returned is read from the object: where the put goes is not certain. */
static int read_late(int n)
{
	node *a = node_get(&nodes);

	a->value = n;
	if (n > 5)
		return a->value;
	node_put(&nodes, a);
	return n;
}

/* The object is lost to the next round. */
static int in_a_loop(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		node *a = node_get(&nodes);

		a->value = i;
		if (i == 2)
			continue;
		sum += a->value;
		node_put(&nodes, a);
	}
	return sum;
}

int main(void)
{
	printf("%d %d %d %d\n", unbraced(6), braced(7), read_late(1), in_a_loop(4));
	return 0;
}
