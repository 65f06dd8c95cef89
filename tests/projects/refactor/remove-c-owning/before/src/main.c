#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SPARES 2

struct line {
  char *text;
  char *name;
  size_t size;
  struct line *next;
};

static struct line *spare_lines;
static unsigned spare_count;

/* A line with room for `size` bytes. */
static struct line *line_get(size_t size) {
  struct line *line = spare_lines;
  if (line != NULL) {
    spare_lines = line->next;
    spare_count--;
  } else {
    line = calloc(1, sizeof *line);
    if (line == NULL) return NULL;
    line->name = calloc(1, 8);
  }
  if (line->size < size) {
    char *text = realloc(line->text, size);
    if (text == NULL) {
      free(line->text);
      free(line->name);
      free(line);
      return NULL;
    }
    line->text = text;
    line->size = size;
  }
  return line;
}

static void line_put(struct line *line) {
  if (spare_count >= MOST_SPARES) {
    free(line->text);
    free(line->name);
    free(line);
    return;
  }
  line->next = spare_lines;
  spare_lines = line;
  spare_count++;
}

static void lines_end(void) {
  while (spare_lines != NULL) {
    struct line *next = spare_lines->next;
    free(spare_lines->text);
    free(spare_lines->name);
    free(spare_lines);
    spare_lines = next;
  }
}

static int echo(const char *text, int depth) {
  struct line *line = line_get(strlen(text) + 1);
  int out = 0;
  if (line == NULL) return -1;
  strcpy(line->text, text);
  if (line->name != NULL) strcpy(line->name, "line");
  if (depth > 0) out = echo(text, depth - 1);
  out += (int)strlen(line->text) + (line->name != NULL ? (int)strlen(line->name) : 0);
  line_put(line);
  return out;
}

int main(void) {
  printf("%d %d\n", echo("hello", 4), echo("worlds", 1));
  lines_end();
  return 0;
}
