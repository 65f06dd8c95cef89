/* Functions that are given the address of the pointer. The C side of the pool: */
struct item {
  int number;
  struct item* next;
};
struct c_pool;
struct item* c_get(struct c_pool* pool);
void c_put(struct c_pool* pool, struct item* item);

extern struct c_pool* items;
struct item* kept;
struct item** kept_address;
int chance(void);
void stranger(struct item** item);

static void put_and_clear(struct item** item) {
  if (*item) {
    c_put(items, *item);
    *item = 0;
  }
}

void put_by_address(void) {
  struct item* item = c_get(items); /* get: all-paths */
  put_and_clear(&item);
}

static void forward(struct item** item) {
  put_and_clear(item);
}

void put_two_calls_down(void) {
  struct item* item = c_get(items); /* get: all-paths */
  forward(&item);
}

static void look(struct item** item) {
  if (*item) (*item)->number++;
}

void only_looked_at(void) {
  struct item* item = c_get(items); /* get: never */
  look(&item);
} /* lost */

static void keep(struct item** item) {
  kept = *item;
  *item = 0;
}

void kept_by_address(void) {
  struct item* item = c_get(items); /* get: handed-over */
  keep(&item);
}

static void keep_address(struct item** item) {
  kept_address = item;
}

void address_is_kept(void) {
  struct item* item = c_get(items); /* get: unproven */
  keep_address(&item);
}

static void sometimes(struct item** item) {
  if (chance()) c_put(items, *item);
}

void put_sometimes(void) {
  struct item* item = c_get(items); /* get: unproven */
  sometimes(&item);
}

static void step(struct item** item) {
  *item = (*item)->next;
}

void replaced(void) {
  struct item* item = c_get(items); /* get: unproven */
  step(&item);
}

static struct item** same(struct item** item) {
  return item;
}

void address_comes_back(void) {
  struct item* item = c_get(items); /* get: unproven */
  c_put(items, *same(&item));
}

static struct item* detach(struct item** item) {
  struct item* out = *item;
  *item = 0;
  return out;
}

void detached_and_put(void) {
  struct item* item = c_get(items); /* get: all-paths */
  c_put(items, detach(&item));
}

void by_a_stranger(void) {
  struct item* item = c_get(items); /* get: unproven */
  stranger(&item);
}

/* What a `void *` points to is anybody's guess. */
static void untyped(void* data) {
  struct item* item = *(struct item**)data;
  c_put(items, item);
}

void through_void(void) {
  struct item* item = c_get(items); /* get: unproven */
  untyped(&item);
}

struct job {
  struct item* item;
  int number;
};

static void finish(struct job* job) {
  c_put(items, job->item);
}

void in_a_struct(void) {
  struct job job;
  job.item = c_get(items); /* get: all-paths */
  finish(&job);
}

static void peek(struct job* job) {
  job->number = 1;
}

/* A callee is asked what it does with the member that holds the object. */
void struct_only_looked_at(void) {
  struct job job;
  job.item = c_get(items); /* get: never */
  peek(&job);
} /* lost */

struct args {
  struct item** item;
};

static void put_through(struct args* args) {
  c_put(items, *args->item);
}

void address_in_a_struct(void) {
  struct args args;
  struct item* item = c_get(items); /* get: unproven */
  args.item = &item;
  put_through(&args);
}
