#include <stdio.h>

#include "line.h"

#define DONE(line) line_put(line)

int main(void) {
  int i;
  for (i = 0; i < 4; i++) {
    struct line* line = line_get(&"some words"[i]);
    if (line == NULL) return 1;
    printf("%s %d\n", line->text, (int)line->used);
    DONE(line);
  }
  return 0;
}
