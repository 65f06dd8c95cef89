/* Pools in C with comments, and what these leave out. */
#include "pool.h"

struct c_pool {
  void* spare;
};
/* A comment behind a declaration would be its documentation. */
#define SAYS(text) __attribute__((annotate(text)))

static struct c_pool bare SAYS("// warn: 'bare' has no comment that says what it is for //");

/* Items for requests. */
static struct c_pool vague SAYS("// warn: leaves out its rate, its bound and where it is bench //");

/* Items for requests, 20,000 gets a second at peak; at most 512 rest. */
static struct c_pool unmeasured SAYS("// warn: leaves out where it is benchmarked //");

/* Items for requests. Drops what is over 64 KB; bench/items_bench.c shows what it saves. */
static struct c_pool unrated SAYS("// warn: leaves out its rate //");

// ~50K gets/s in production, see items_benchmark.c.
struct c_pool unbounded_one SAYS("// warn: leaves out its bound //");

extern struct c_pool clean_defined_elsewhere;

/* Item bodies: ~50K gets/s in production. Drops items over 64 KB; see items_bench.c. */
static struct c_pool clean_short;

/*
 * One item for each request that is being answered, 1500 requests per second on one machine.
 * Bound: 1024 idle items, what comes back beyond that is freed. Measured by bench/requests.
 */
static struct c_pool clean_prose;

/** Items of the parser. Rate: hot, 2M/s. Limited to 256. Benchmark: parse_bench. */
static struct c_pool clean_block;

static struct c_pool clean_behind;  ///< 300 QPS; never more than 16 items; benchmarked in bench/x.c

// Replies, 12.5k ops/sec. Unbounded: as many as there are requests, of which the listener allows
// 4096. Benchmark: reply_benchmark.
struct c_pool clean_lines;

void use(void) {
  c_put(&bare, c_get(&bare));
  c_put(&vague, c_get(&vague));
  c_put(&unmeasured, c_get(&unmeasured));
  c_put(&unrated, c_get(&unrated));
  c_put(&unbounded_one, c_get(&unbounded_one));
  c_put(&clean_short, c_get(&clean_short));
  c_put(&clean_prose, c_get(&clean_prose));
  c_put(&clean_block, c_get(&clean_block));
  c_put(&clean_behind, c_get(&clean_behind));
  c_put(&clean_lines, c_get(&clean_lines));
}
