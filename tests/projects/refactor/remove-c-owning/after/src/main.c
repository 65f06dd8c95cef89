#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
  char *text;
  char *name;
  size_t size;
};

/* A line with room for `size` bytes. */
static struct line *line_get(size_t size) {
  struct line *line = calloc(1, sizeof *line);
  if (line == NULL) return NULL;
  line->name = calloc(1, 8);
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
  free(line->text);
  free(line->name);
  free(line);
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
  return 0;
}
