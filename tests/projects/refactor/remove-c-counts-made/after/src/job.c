#include "job.h"

#include <stdlib.h>
#include <string.h>

#define JOB_LIMIT 4

void job_pool_init(job_pool_t *pool) {
    memset(pool, 0, sizeof(*pool));
}

job_t *job_pool_get(job_pool_t *pool) {
    job_t *job = NULL;
    if (pool->live < JOB_LIMIT) {
        job = malloc(sizeof(job_t));
        if (job == NULL) {
            return NULL;
        }
        pool->live++;
    } else {
        return NULL; /* too many in flight */
    }
    memset(job, 0, sizeof(*job));
    return job;
}

void job_pool_put(job_pool_t *pool, job_t *job) {
    free(job->label);
    job->label = NULL;
    free(job);
    pool->live--;
}
