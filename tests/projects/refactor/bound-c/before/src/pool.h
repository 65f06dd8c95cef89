#ifndef POOL_H
#define POOL_H
#include <stddef.h>

typedef struct buf_s {
    unsigned char *base;
    size_t cap;
    size_t len;
    struct buf_s *next;
} buf_t;

buf_t *buf_acquire(size_t want);
void buf_release(buf_t *b);
void buf_purge(void);

#endif
