#include "line.h"

#include <stdlib.h>

struct line* line_get(int width) {
  struct line* line = malloc(sizeof *line);
  if (!line) abort();
  line->width = width;
  return line;
}

void line_put(struct line* line) {
  free(line);
}
