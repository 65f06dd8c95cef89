#include "packets.h"

#include <stdio.h>

static int deliver(int n)
{
	struct packet *p = packets_alloc();

	if (!p)
		return -1;
	p->length = n;
	n = p->length * 2;
	packets_free(p);
	return n;
}

int main(void)
{
	printf("%d %d\n", deliver(3), deliver(4));
	packets_drain();
	return 0;
}
