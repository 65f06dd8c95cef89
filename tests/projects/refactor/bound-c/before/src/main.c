#include <stdio.h>
#include <string.h>

#include "pool.h"

static int copy(const char *s)
{
    buf_t *b = buf_acquire(strlen(s) + 1);
    if (b == NULL)
        return -1;
    memcpy(b->base, s, strlen(s) + 1);
    b->len = strlen(s);
    printf("%s %zu\n", (char *)b->base, b->len);
    buf_release(b);
    return 0;
}

int main(void)
{
    int i;
    buf_t *many[6];

    copy("hello");
    copy("a rather long text that is more than sixty-four bytes long, which makes it grow");
    for (i = 0; i < 6; i++)
        many[i] = buf_acquire(10);
    for (i = 0; i < 6; i++)
        buf_release(many[i]);
    buf_purge();
    return 0;
}
