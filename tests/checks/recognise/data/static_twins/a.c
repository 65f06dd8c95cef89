/* Two files, two lists of one name: two pools. */
#include <stdlib.h>

struct item {
  struct item *next;
};
static struct item *free_items; /* pool: free_items; pooled=item */

static struct item *item_get(void) {
  struct item *i = free_items;
  if (!i) return malloc(sizeof *i);
  free_items = i->next;
  return i;
}
static void item_put(struct item *i) {
  i->next = free_items;
  free_items = i;
}
void use_a(void) {
  item_put(item_get()); /* get: free_items | put: free_items */
}
