#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"

static job_pool_t g_jobs;

static char *copy_of(const char *text) {
    char *out = malloc(strlen(text) + 1);

    if (out)
        strcpy(out, text);
    return out;
}

static int run(int id, const char *label) {
    job_t *job = job_pool_get(&g_jobs);
    if (!job) {
        fprintf(stderr, "no job\n");
        return -1;
    }
    job->id = id;
    job->label = copy_of(label);
    printf("%d %s\n", job->id, job->label);
    job_pool_put(&g_jobs, job);
    return 0;
}

static int hold(int n) {
    job_t *held[8];
    int got = 0;
    for (int i = 0; i < n && i < 8; i++) {
        held[got] = job_pool_get(&g_jobs);
        if (held[got] == NULL) break;
        got++;
    }
    for (int i = 0; i < got; i++) job_pool_put(&g_jobs, held[i]);
    return got;
}

static int priority(int p)
{
    job_t *job = job_pool_get(&g_jobs);
    job->priority = p;
    int out = job->priority * 2;
    job_pool_put(&g_jobs, job);
    return out;
}

int main(void) {
    job_pool_init(&g_jobs);
    run(1, "one");
    printf("%d\n", hold(6));
    printf("%d\n", priority(3));
    job_pool_destroy(&g_jobs);
    return 0;
}
