#include <stdio.h>
#include <stdlib.h>

struct row {
  struct row* next;
  int left;
  int right;
};

static struct row* free_rows;

static const struct row first = {NULL, 1, 2};

static struct row* row_get(int left) {
  struct row* row = free_rows;
  if (row) {
    free_rows = row->next;
  } else {
    row = malloc(sizeof(struct row));
    if (!row) abort();
  }
  row->left = left;
  row->right = first.right;
  return row;
}

static void row_put(struct row* row) {
  row->next = free_rows;
  free_rows = row;
}

int main(void) {
  int sum = first.left;
  for (int i = 0; i < 4; ++i) {
    struct row* row = row_get(i);
    sum += row->left * row->right;
    row_put(row);
  }
  while (free_rows) {
    struct row* row = free_rows;
    free_rows = row->next;
    free(row);
  }
  printf("%d\n", sum);
  return 0;
}
