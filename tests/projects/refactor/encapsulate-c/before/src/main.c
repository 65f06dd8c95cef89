#include "packets.h"

#include <stdio.h>

static int deliver(int n)
{
	struct packet *p = pool_alloc(&packets);

	if (!p)
		return -1;
	p->length = n;
	n = p->length * 2;
	pool_free( & packets , p);
	return n;
}

int main(void)
{
	printf("%d %d\n", deliver(3), deliver(4));
	pool_drain(&packets);
	return 0;
}
