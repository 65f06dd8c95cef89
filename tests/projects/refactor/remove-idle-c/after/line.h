#ifndef LINE_H
#define LINE_H

struct line {
  int width;
};

struct line* line_get(int width);
void line_put(struct line* line);

#endif
