#include "line.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SPARE_LINES 16

static struct line* spare_lines; /* linked by next */
static int spare_line_count;
static pthread_mutex_t spare_lock = PTHREAD_MUTEX_INITIALIZER;

/* A line with that text in it, or NULL. */
struct line* line_get(const char* text) {
  struct line* line;

  pthread_mutex_lock(&spare_lock);
  line = spare_lines;
  if (line != NULL) {
    spare_lines = line->next;
    spare_line_count--;
  }
  pthread_mutex_unlock(&spare_lock);
  if (line == NULL) {
    line = malloc(sizeof *line);
    if (line == NULL) return NULL;
  }
  line->used = strlen(text);
  memcpy(line->text, text, line->used + 1);
  return line;
}

/* The caller uses it no more. */
void line_put(struct line* line) {
  if (line == NULL) return;
  pthread_mutex_lock(&spare_lock);
  if (spare_line_count >= MAX_SPARE_LINES) {
    pthread_mutex_unlock(&spare_lock);
    free(line); /* enough of them */
    return;
  }
  line->next = spare_lines;
  spare_lines = line;
  spare_line_count++;
  pthread_mutex_unlock(&spare_lock);
}
