#ifndef JOB_H
#define JOB_H
#include <stdbool.h>

typedef struct job {
    int id;
    int priority;
    char *label;
    struct job *next;
} job_t;

typedef struct job_pool {
    int live;
} job_pool_t;

void job_pool_init(job_pool_t *pool);
job_t *job_pool_get(job_pool_t *pool);
void job_pool_put(job_pool_t *pool, job_t *job);

#endif
