#include <stdio.h>

#include "line.h"

int main(void) {
  int sum = 0;
  for (int i = 0; i < 5; ++i) {
    struct line* line = line_get(i);
    sum += line->width;
    line_put(line);
    line_idle(i);
  }
  line_trim();
  printf("%d\n", sum);
  return 0;
}
