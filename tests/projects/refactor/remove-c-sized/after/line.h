#ifndef LINE_H
#define LINE_H

#include <stddef.h>

/* A line of text that can be made longer. */
struct line {
  size_t used;
  char text[120];
};

struct line* line_get(const char* text);
void line_put(struct line* line);

#endif
