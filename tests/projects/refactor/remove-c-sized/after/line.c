#include "line.h"

#include <stdlib.h>
#include <string.h>

/* A line with that text in it, or NULL. */
struct line* line_get(const char* text) {
  struct line* line = malloc(sizeof *line);
  if (line == NULL) return NULL;
  line->used = strlen(text);
  memcpy(line->text, text, line->used + 1);
  return line;
}

/* The caller uses it no more. */
void line_put(struct line* line) {
  if (line == NULL) return;
  free(line);
}
