/* Made once, kept for good: the cache hands out the same object again and again. */
#include <stdlib.h>

struct config {
  int level;
};

static struct config *cached_config; /* pool+: cached_config; pooled=config */

struct config *config_get(void) {
  struct config *out = cached_config;
#ifdef TWIN
  cached_config = NULL;
#endif
  if (!out) out = malloc(sizeof *out);
#ifndef TWIN
  cached_config = out;
#endif
  return out;
}

void config_set(struct config *config) {
  free(cached_config);
  cached_config = config;
}

int use(void) {
  return config_get()->level; /* get+: cached_config */
}
