#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct req {
	struct req *link;
	int op;
	int arg;
};

static struct req *req_alloc(void)
{
	struct req *r = malloc(sizeof(*r));
	if (r == NULL) {
		fprintf(stderr, "out of memory\n");
		exit(1);
	}
	r->link = NULL;
	r->op = 0;
	r->arg = 0;
	return r;
}

static void req_free(struct req *r)
{
	free(r);
}

static int exec(int op, int arg)
{
	struct req *r = req_alloc();
	int rv = -1;

	r->op = op;
	r->arg = arg;
	switch (r->op) {
	case 1:
		rv = r->arg + 1;
		break;
	case 2:
		rv = r->arg * 2;
		break;
	case 3:
		req_free(r);	/* nothing to do */
		return 0;
	default:
		goto fail;
	}
	req_free(r);
	return rv;
fail:
	printf("bad op %d\n", op);
	req_free(r);
	return -1;
}

static int batch(const int *ops, int n)
{
	struct req *head = NULL, *r;
	int sum = 0;

	while (n-- > 0) {
		r = req_alloc();
		r->op = ops[n];
		r->link = head;
		head = r;
	}
	while ((r = head)) {
		head = r->link;
		sum += r->op;
		req_free(r);
	}
	return sum;
}

int main(void)
{
	int ops[] = { 1, 2, 3 };

	printf("%d %d %d %d\n", exec(1, 4), exec(2, 4), exec(3, 4), exec(9, 4));
	printf("%d\n", batch(ops, 3));
	return 0;
}
