#include "line.h"

#include <stdlib.h>

static struct line* free_lines;

static void drop_all(void);

struct line* line_get(int width) {
  struct line* line = free_lines;
  if (line) {
    free_lines = line->next;
  } else {
    line = malloc(sizeof *line);
    if (!line) abort();
  }
  line->width = width;
  return line;
}

void line_put(struct line* line) {
  line->next = free_lines;
  free_lines = line;
}

static void drop_all(void) {
  while (free_lines) {
    struct line* line = free_lines;
    free_lines = line->next;
    free(line);
  }
}

/* Frees all spares. */
void line_trim(void) {
  drop_all();
}

void line_idle(int rounds) {
  if (rounds > 3)
    line_trim();
}
