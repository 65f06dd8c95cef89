#include <stdio.h>
#include "a.h"

int main(void)
{
	printf("%d %d\n", lookup("fixed"), lookup("other"));
	done();
	return 0;
}
