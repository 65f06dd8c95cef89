/* Pointers as numbers, with flags in their low bits. */
struct item {
  int number;
  struct item* next;
};
struct c_pool;
struct item* c_get(struct c_pool* pool);
void c_put(struct c_pool* pool, struct item* item);

extern struct c_pool* items;
unsigned long entry;
int flags;

static unsigned long tagged(void* pointer, unsigned int data) {
  return (((unsigned long)pointer) & ~3UL) + (data & 3);
}

void stored_as_a_number(void) {
  struct item* item = c_get(items); /* get: handed-over */
  entry = tagged(item, 1);
}

void put_from_a_number(void) {
  struct item* item = c_get(items); /* get: all-paths */
  unsigned long number = tagged(item, 1);
  c_put(items, (struct item*)(number & ~3UL));
}

void flags_alone(void) {
  struct item* item = c_get(items); /* get: never */
  flags = (unsigned long)item & 3;
} /* lost */

static void distance(struct item* from) {
  struct item* item = c_get(items); /* get: never */
  flags = (unsigned long)item - (unsigned long)from;
} /* lost */

int far(struct item* item) {
  distance(item);
  return flags;
}
