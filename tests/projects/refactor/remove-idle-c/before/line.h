#ifndef LINE_H
#define LINE_H

struct line {
  struct line* next;
  int width;
};

struct line* line_get(int width);
void line_put(struct line* line);
void line_trim(void);
void line_idle(int rounds);

#endif
