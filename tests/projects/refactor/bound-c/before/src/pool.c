#include "pool.h"

#include <stdlib.h>
#include <string.h>

#define BUF_MIN 64

static buf_t *buf_idle = NULL;
static int buf_nidle = 0;
static const int buf_max = 4;

buf_t *buf_acquire(size_t want)
{
    buf_t *b = buf_idle;

    if (want < BUF_MIN)
        want = BUF_MIN;
    if (b != NULL) {
        buf_idle = b->next;
        --buf_nidle;
        b->next = NULL;
        b->len = 0;
        if (b->cap < want) {
            unsigned char *base = realloc(b->base, want);
            if (base == NULL) {
                buf_release(b);
                return NULL;
            }
            b->base = base;
            b->cap = want;
        }
        return b;
    }
    b = calloc(1, sizeof *b);
    if (b == NULL)
        return NULL;
    b->base = malloc(want);
    if (b->base == NULL) {
        free(b);
        return NULL;
    }
    b->cap = want;
    return b;
}

void buf_release(buf_t *b)
{
    if (b == NULL)
        return;
    if (buf_nidle >= buf_max) {
        free(b->base);
        free(b);
        return;
    }
    b->next = buf_idle;
    buf_idle = b;
    buf_nidle++;
}

void buf_purge(void)
{
    buf_t *b, *next;

    for (b = buf_idle; b != NULL; b = next) {
        next = b->next;
        free(b->base);
        free(b);
    }
    buf_idle = NULL;
    buf_nidle = 0;
}
